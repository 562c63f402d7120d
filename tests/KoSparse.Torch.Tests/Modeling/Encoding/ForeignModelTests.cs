using System.IO.Compression;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Networks;
using KoSparse.Modeling;
using KoSparse.Modeling.Networks;
using KoSparse.Modeling.Weights;
using KoSparse.Onnx;
using KoSparse.Safetensors;
using KoSparse.Tests;
using KoSparse.Vectors;
using Xunit.Abstractions;

namespace KoSparse.Torch.Tests.Modeling.Encoding;

/// <summary>Folders that transformers and sentence-transformers wrote, against the vectors that these make: <c>tests/golden/models</c>, and all families where <c>../shared</c> is there.</summary>
public sealed class ForeignModelTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    public void EncodeDocuments_StoredModel_AgreesWithTransformers_Issue19(string family) =>
        AssertAgrees(SharedData.Golden($"models/{family}"), Golden(SharedData.Golden($"models/{family}"), "terms"));

    [SharedTheory("golden/models")]
    [InlineData("bert")]
    [InlineData("xlm-roberta")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    public void EncodeDocuments_EveryFamily_AgreesWithTransformers_Issue19(string family) =>
        AssertAgrees(SharedData.Get($"golden/models/{family}"), Golden(SharedData.Get($"golden/models/{family}"), "terms"));

    /// <summary>Its network is that of the family's folder.</summary>
    [SharedTheory("golden/sentence-transformers", "golden/models")]
    [InlineData("splade")]
    [InlineData("inference-free")]
    public void EncodeDocuments_SentenceTransformers_AgreesWithThem_Issue19(string name) =>
        AssertAgrees(SharedData.Get($"golden/sentence-transformers/{name}"), Golden(SharedData.Get("golden/models/bert"), "terms"));

    [SharedTheory("golden/sentence-transformers")]
    [InlineData("document", false)]
    [InlineData("query", true)]
    public void Encode_Router_EachRouteAgreesWithSentenceTransformers_Issue19(string route, bool isQuery)
    {
        string folder = SharedData.Get("golden/sentence-transformers/inference-free");
        AssertAgrees(folder, Golden(folder, route), isQuery);
    }

    /// <summary>What transformers reads again: the names and shapes of the family, no more and no fewer.</summary>
    [Theory]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    public void Save_StoredModel_HasTheTensorsOfItsFamily_Issue19(string family)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-foreign-");
        string saved = Path.Combine(folder.FullName, "model.safetensors");
        string stored = SharedData.Golden($"models/{family}");
        try
        {
            using SparseModel model = ModelWeights.Open(stored, HuggingFaceConfig.Read(stored).Model);
            ModelWeights.Save(model, saved);

            Assert.Equal(Tensors(Path.Combine(stored, "model.safetensors")), Tensors(saved));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Tensors(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        return [.. file.Tensors.Select(tensor => $"{tensor.Name} {string.Join('×', tensor.Shape)}").Order(StringComparer.Ordinal)];
    }

    private void AssertAgrees(string folder, (string Text, Dictionary<int, float> Terms)[] golden, bool isQuery = false)
    {
        foreach (Func<string, SparseModelConfig, INetwork> network in (Func<string, SparseModelConfig, INetwork>[])[TorchNetwork.Open, OnnxNetwork.Open])
        {
            using OpenModel model = OpenModel.Open(folder, network, encode => encode with { MaxWindows = 1 });
            IReadOnlyList<SparseVector> found = isQuery
                ? model.Encoder.EncodeQueries([.. golden.Select(line => line.Text)])
                : model.Encoder.EncodeDocuments([.. golden.Select(line => Document.Of(line.Text))]);
            double largest = golden.Zip(found).Max(pair => Difference(pair.First.Terms, pair.Second, model.Tokenizer.Wordless));

            output.WriteLine($"{network.Method.DeclaringType!.Name}: {golden.Length} texts differ by {largest:E1} at most");
            Assert.InRange(largest, 0, Tolerance);
        }
    }

    /// <summary>The largest difference of a weight, a term that only one has included; those that carry no word are never ours.</summary>
    private static double Difference(Dictionary<int, float> expected, SparseVector found, IReadOnlySet<int> wordless)
    {
        Dictionary<int, float> ours = found.Terms().ToDictionary(term => term.TokenId, term => term.Weight);
        return expected.Keys.Where(id => !wordless.Contains(id)).Union(ours.Keys)
            .DefaultIfEmpty().Max(id => Math.Abs(expected.GetValueOrDefault(id) - ours.GetValueOrDefault(id)));
    }

    private static (string Text, Dictionary<int, float> Terms)[] Golden(string folder, string field)
    {
        using GZipStream unpacked = new(File.OpenRead(Path.Combine(folder, "expected.jsonl.gz")), CompressionMode.Decompress);
        using StreamReader lines = new(unpacked);
        return
        [
            .. lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).Select(line => (
                line.GetProperty("text").GetString()!,
                line.GetProperty(field).Deserialize<Dictionary<int, float>>()!)),
        ];
    }
}
