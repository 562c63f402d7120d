using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Networks;
using KoSparse.Onnx.Export;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Onnx.Export;

/// <summary>A folder for models and the files that are exported from them.</summary>
internal sealed class ExportedFolder : IDisposable
{
    /// <summary>One window a text, every term of it: what an exported file gives.</summary>
    private static readonly PruningOptions Least = new() { MaxTerms = 4096 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-export-");

    /// <summary>Texts with and without titles, of different lengths.</summary>
    public static Document[] Documents { get; } =
        [.. Enumerable.Range(0, 24).Select(i => new Document($"{i}", i % 2 == 0 ? TinyText.Title(i) : "", TinyText.Sentence(i)))];

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Saves a tiny model.</summary>
    public string Save(SparseModelConfig config, double share = 1)
    {
        TinyText.WriteTokenizer(File("tokenizer"));
        using SparseModel model = TinyModel.Trained(config);
        TinyModel.Save(File("model"), model, File("tokenizer"), TinyModel.Encode with { MaxLength = 12, ExpansionShare = share, Pruning = Least });
        return File("model");
    }

    /// <summary>Exports a model.</summary>
    public string Export(string model, OnnxExportOptions options, Func<EncodeOptions, EncodeOptions>? change = null)
    {
        using OpenModel open = OpenModel.Open(model, network: null, change);
        OnnxExport.Write(open, File("model.onnx"), options);
        return File("model.onnx");
    }

    /// <summary>The largest difference of a weight between torch and an exported file, a term that only one has included.</summary>
    public double Difference(string model, OnnxExportOptions options, Document[] documents, Func<EncodeOptions, EncodeOptions>? change = null)
    {
        EncodeOptions Whole(EncodeOptions encode) => (change?.Invoke(encode) ?? encode) with { MaxWindows = 1, Variants = null, Pruning = Least };
        using OpenModel torch = OpenModel.Open(model, TorchNetwork.Open, Whole);
        using ExportedModel exported = ExportedModel.Open(Export(model, options, Whole), torch.Tokenizer);
        return torch.Encoder.EncodeDocuments(documents).Zip(exported.Encode(documents)).Max(pair => Difference(pair.First, pair.Second));
    }

    /// <summary>The largest difference of a weight; pruning takes what is lighter than the last of <see cref="Least"/>.</summary>
    private static double Difference(SparseVector expected, SparseVector found)
    {
        Assert.NotEqual(0, expected.TokenIds.Length);
        float pruned = expected.TokenIds.Length == Least.MaxTerms ? expected.Weights.ToArray().Min() : 0;
        Dictionary<int, float> one = expected.Terms().ToDictionary(term => term.TokenId, term => term.Weight);
        Dictionary<int, float> other = found.Terms().ToDictionary(term => term.TokenId, term => term.Weight);
        return one.Keys.Union(other.Keys).Max(id => Math.Abs(
            (one.TryGetValue(id, out float weight) ? weight : Math.Min(other[id], pruned)) - other.GetValueOrDefault(id)));
    }
}
