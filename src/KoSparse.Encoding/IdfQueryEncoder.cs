using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Encoding;

/// <summary>Questions without a model: each distinct token that carries a word weighs its inverse document frequency.</summary>
/// <remarks>Inference-free queries as in Geng et al., 2024 (arXiv:2411.04403).</remarks>
public sealed class IdfQueryEncoder
{
    private readonly Tokenizer _tokenizer;
    private readonly float[] _idf;

    /// <summary>Makes an encoder.</summary>
    /// <param name="tokenizer">Splits the questions.</param>
    /// <param name="idf">Weight by token id; tokens at or below zero are left out.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public IdfQueryEncoder(Tokenizer tokenizer, ReadOnlySpan<float> idf)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (idf.Length != tokenizer.Vocabulary.Count)
        {
            throw new ArgumentException(
                $"The IDF has {idf.Length} weights, the tokenizer {tokenizer.Vocabulary.Count} tokens.", nameof(idf));
        }

        _tokenizer = tokenizer;
        _idf = idf.ToArray();
    }

    /// <summary>The vector of a question.</summary>
    public SparseVector Encode(string text) =>
        SparseVector.FromTerms(_tokenizer.TokenizeFolded(text)
            .Select(t => t.Id)
            .Where(id => !_tokenizer.Wordless.Contains(id))
            .Distinct()
            .Select(id => new TermWeight(id, _idf[id])));
}
