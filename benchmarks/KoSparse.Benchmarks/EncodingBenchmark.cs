using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling.Networks;

namespace KoSparse.Benchmarks;

/// <summary>Encoding documents, from text to pruned vector, beside bare matrix products, in one run.</summary>
/// <remarks>
/// What a token must multiply: every weight of the encoder's products, 2 operations, and attention's two products over S tokens, 4·S·width per layer.
/// A head that is served adds 2·width·(width + vocabulary).
/// </remarks>
internal static class EncodingBenchmark
{
    private const int Documents = 512;
    private const int Tokens = 128;

    public static void Run(string model, string corpus)
    {
        using OpenModel open = OpenModel.Open(model, TorchNetwork.Open, encode => encode with { MaxLength = Tokens, MaxWindows = 1 });
        Document[] documents =
        [
            .. CorpusTexts.Read(corpus).Select(Document.Of)
                .Where(document => DocumentWindows.Of(document, open.Tokenizer, Tokens, maxWindows: 1)[0].Ids.Length == Tokens)
                .Take(Documents),
        ];
        (double seconds, string share) = MatrixProducts.Beside(Operations(open.Parts) * documents.Length * Tokens, _ => open.Encoder.EncodeDocuments(documents));
        Console.WriteLine($"{documents.Length} documents of {Tokens} tokens: {seconds:F2} s, {documents.Length / seconds:F0} documents a second, {share}");
    }

    private static double Operations(ModelParts parts)
    {
        SparseModelConfig config = parts.Config;
        EncoderConfig encoder = config.Encoder;
        double width = encoder.HiddenSize;
        double layer = (2 * ((4 * width * width) + (2 * width * encoder.IntermediateSize))) + (4 * Tokens * width);
        bool headed = config.Expansion && (parts.Encode.ExpansionShare > 0 || config.LexicalPrior is null);
        return (encoder.Layers * layer) + (headed ? 2 * width * (width + encoder.VocabularySize) : 0);
    }
}
