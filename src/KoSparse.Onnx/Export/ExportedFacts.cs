using System.Globalization;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Export;

/// <summary>What an exported file says of itself beside its graph.</summary>
internal static class ExportedFacts
{
    /// <summary>Hash of the tokenizer that makes its ids.</summary>
    public const string Tokenizer = "kosparse.tokenizer";

    /// <summary>Tokens of a text that it is made for, special tokens included.</summary>
    public const string MaxLength = "kosparse.max_length";

    /// <summary>What a reader of logits makes of the largest ones, as sentence-transformers names it; not said in files of before, which have <c>relu</c>.</summary>
    public const string Activation = "kosparse.activation";

    private const string Precision = "kosparse.precision";

    /// <summary>Writes them.</summary>
    public static void Write(GraphBuilder graph, ModelParts parts, OnnxExportOptions options)
    {
        graph.Fact(Tokenizer, parts.Tokenizer.Hash);
        graph.Fact(MaxLength, Math.Min(parts.Encode.MaxLength, parts.Config.Encoder.MaxLength).ToString(CultureInfo.InvariantCulture));
        graph.Fact(Activation, parts.Config.HeadActivation.Name);
        graph.Fact(Precision, options.Precision.ToString().ToLowerInvariant());
    }
}
