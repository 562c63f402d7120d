using KoSparse.Text;

namespace KoSparse.Search.Analysis;

/// <summary>The tokens of a model's vocabulary as terms: the baseline that sees exactly what the model sees.</summary>
/// <remarks>Special tokens, the unknown token among them, and punctuation are no terms.</remarks>
public sealed class TokenAnalyzer : ITermAnalyzer
{
    private readonly Tokenizer _tokenizer;

    /// <summary>Analyzes with a tokenizer.</summary>
    public TokenAnalyzer(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        _tokenizer = tokenizer;
    }

    /// <inheritdoc/>
    public void Analyze(string text, TermList terms)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(terms);
        foreach (Token token in _tokenizer.TokenizeFolded(text))
        {
            if (!_tokenizer.Wordless.Contains(token.Id))
            {
                terms.Add(_tokenizer.Vocabulary[token.Id]);
            }
        }
    }
}
