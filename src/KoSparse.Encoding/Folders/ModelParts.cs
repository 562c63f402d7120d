using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Folders;

/// <summary>What a model consists of besides its weights.</summary>
/// <param name="Config">The architecture.</param>
/// <param name="Encode">How texts become vectors.</param>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="TokenizerSource">Folder or file that it came from.</param>
public sealed record ModelParts(SparseModelConfig Config, EncodeOptions Encode, Tokenizer Tokenizer, string TokenizerSource)
{
    /// <summary>IDF weights, if any; required where they encode questions.</summary>
    public InverseDocumentFrequency? Idf { get; init; }

    /// <summary>Word families that the variants of encoded documents take, or none; a search, which encodes questions alone, never reads them.</summary>
    public Lazy<WordFamilies?> Families { get; init; } = new((WordFamilies?)null);
}
