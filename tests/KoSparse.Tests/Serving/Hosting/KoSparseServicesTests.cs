using KoSparse.Data;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Hosting;
using KoSparse.Vectors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KoSparse.Tests.Serving.Hosting;

public sealed class KoSparseServicesTests : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging()
        .AddKoSparse(options => options.Model = Path.Combine(SharedData.Root, "models", "mini")).BuildServiceProvider();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Generator_QuestionsAndDocuments_AreTheEncodersVectors_Issue21()
    {
        string[] texts = [.. Enumerable.Range(1, 40).Select(i => $"등대 {i}호는 바다를 비춘다.")]; // more than are in work at a time
        ISparseEncoder encoder = _services.GetRequiredService<ISparseEncoder>();
        var documents = _services.GetRequiredService<IEmbeddingGenerator<string, SparseEmbedding>>();
        var questions = _services.GetRequiredKeyedService<IEmbeddingGenerator<string, SparseEmbedding>>(KoSparseServices.Query);

        GeneratedEmbeddings<SparseEmbedding> embedded = await documents.GenerateAsync(texts);
        SparseEmbedding question = await questions.GenerateAsync("등대는 어디를 비추나요?");

        Assert.Equal(encoder.EncodeDocuments([.. texts.Select(Document.Of)]).Select(vector => vector.TokenIds.ToArray()), embedded.Select(embedding => embedding.Indices.ToArray()));
        Assert.Equal(encoder.EncodeQueries(["등대는 어디를 비추나요?"])[0].Weights.ToArray(), question.Values.ToArray());
        Assert.Equal((24_000, "mini"), (question.Dimensions, question.ModelId));
        Assert.Equal("mini", documents.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId);
        Assert.Same(_services.GetRequiredService<ServedModel>(), questions.GetService<ServedModel>());
    }

    [Fact]
    public async Task Generator_ManyThreads_GiveEachItsOwn_Issue21()
    {
        var documents = _services.GetRequiredService<IEmbeddingGenerator<string, SparseEmbedding>>();
        string[] texts = [.. Enumerable.Range(1, 24).Select(i => string.Concat(Enumerable.Repeat("등대 ", i)))];
        int[][] alone = [.. _services.GetRequiredService<ISparseEncoder>().EncodeDocuments([.. texts.Select(Document.Of)]).Select(vector => vector.TokenIds.ToArray())];

        SparseEmbedding[] together = await Task.WhenAll(texts.Select(text => Task.Run(() => documents.GenerateAsync(text))));

        Assert.Equal(alone, together.Select(embedding => embedding.Indices.ToArray()));
    }

    [Fact]
    public async Task HealthCheck_Model_IsWell_Issue21()
    {
        HealthReport report = await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Healthy, report.Entries["kosparse"].Status);
    }

    [Theory]
    [InlineData("", "KoSparseOptions.Model is missing")]
    [InlineData("models/nowhere", "KoSparseOptions.Model: models/nowhere is no folder.")]
    public async Task Start_NoModel_SaysSo_Issue21(string model, string message)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKoSparse(options => options.Model = model);
        using IHost host = builder.Build();

        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
