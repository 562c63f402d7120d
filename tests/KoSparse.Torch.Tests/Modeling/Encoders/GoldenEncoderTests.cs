using System.Text.Json;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling.Encoders;

/// <summary>Tiny encoders whose outputs another implementation computed: <c>tests/golden/encoders/make_encoders.py</c>.</summary>
public sealed class GoldenEncoderTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("xlm-roberta")]
    [InlineData("modernbert")]
    public void Forward_GoldenWeights_AgreesWithTheOtherImplementation(string name)
    {
        string folder = Path.Combine(Repository.Root, "tests", "golden", "encoders", name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        JsonElement golden = document.RootElement;
        double tolerance = golden.GetProperty("tolerance").GetDouble();
        Tensor idsBS = Read(golden.GetProperty("ids"), e => e.GetInt64());
        Tensor maskBS = Read(golden.GetProperty("mask"), e => e.GetBoolean());
        using SparseModel model = new(HuggingFaceConfig.Read(folder).Model, seed: 1);

        LoadReport report = ModelWeights.Load(model, folder);
        model.eval();
        using IDisposable _ = no_grad();

        Tensor realBS1 = maskBS.unsqueeze(-1).to(float32);
        Tensor hiddenBSD = Read(golden.GetProperty("hidden"), e => e.GetSingle());
        Assert.Empty(report.Fresh.Concat(report.Unused));
        TorchAssert.Near(hiddenBSD * realBS1, model.HiddenStates(idsBS, maskBS) * realBS1, tolerance);
        TorchAssert.Near(
            Read(golden.GetProperty("max_logits"), e => e.GetSingle()), model.Forward(idsBS, maskBS, maskBS).LogitsBV!, tolerance);
    }

    private static Tensor Read<T>(JsonElement json, Func<JsonElement, T> read)
        where T : unmanaged
    {
        List<long> shape = [];
        JsonElement[] leaves = [json];
        while (leaves[0].ValueKind == JsonValueKind.Array)
        {
            shape.Add(leaves[0].GetArrayLength());
            leaves = [.. leaves.SelectMany(e => e.EnumerateArray())];
        }

        return from_array(leaves.Select(read).ToArray()).reshape([.. shape]);
    }
}
