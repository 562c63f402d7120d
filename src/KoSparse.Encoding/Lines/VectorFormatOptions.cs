using KoSparse.Text;

namespace KoSparse.Encoding.Lines;

/// <summary>What a <see cref="VectorFormat"/> writes.</summary>
/// <param name="Tokenizer">Names the terms.</param>
/// <param name="VocabularySize">Number of terms that there can be.</param>
public sealed record VectorFormatOptions(Tokenizer Tokenizer, int VocabularySize)
{
    /// <summary>Whether a term is called by its id; by its token otherwise. Formats of numbers alone take ids either way.</summary>
    public bool Ids { get; init; }

    /// <summary>Whether lines for <c>_bulk</c> hold vectors; a cluster that encodes itself gets titles, texts and further fields alone.</summary>
    /// <value>The default is true.</value>
    public bool HoldsVectors { get; init; } = true;

    /// <summary>Name of the field that holds the vector.</summary>
    /// <value>The default is <c>embedding</c>.</value>
    public string Field { get; init; } = "embedding";
}
