// A web service that tells how alike a question and some texts are: dotnet run --project samples/Service -- models/mini
//   curl localhost:5000/rank --json '{"question": "해녀는 무엇을 따나요?", "texts": ["제주의 해녀는 전복을 딴다.", "등대는 길을 알려 준다."]}'
using KoSparse.Serving.Hosting;
using Microsoft.Extensions.AI;

string folder = args.Length > 0 ? args[0] : "models/mini";
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddKoSparse(options => options.Model = folder);
WebApplication app = builder.Build();

app.MapPost("/rank", async (
    Asked asked,
    [FromKeyedServices(KoSparseServices.Query)] IEmbeddingGenerator<string, SparseEmbedding> questions,
    [FromKeyedServices(KoSparseServices.Document)] IEmbeddingGenerator<string, SparseEmbedding> documents) =>
{
    Dictionary<int, float> question = Terms((await questions.GenerateAsync([asked.Question]))[0]);
    GeneratedEmbeddings<SparseEmbedding> embedded = await documents.GenerateAsync(asked.Texts);
    return asked.Texts
        .Zip(embedded, (text, embedding) => new Ranked(text, Terms(embedding).Sum(term => term.Value * question.GetValueOrDefault(term.Key))))
        .OrderByDescending(ranked => ranked.Score);
});
app.MapHealthChecks("/health");
app.Run();

static Dictionary<int, float> Terms(SparseEmbedding embedding) =>
    embedding.Indices.ToArray().Zip(embedding.Values.ToArray()).ToDictionary(term => term.First, term => term.Second);

internal sealed record Asked(string Question, string[] Texts);

internal sealed record Ranked(string Text, float Score);
