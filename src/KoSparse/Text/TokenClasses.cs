namespace KoSparse.Text;

/// <summary>The language of every token of a vocabulary; immutable.</summary>
public sealed class TokenClasses
{
    private readonly TokenClass[] _classes;

    private TokenClasses(TokenClass[] classes) => _classes = classes;

    /// <summary>Number of tokens.</summary>
    public int Count => _classes.Length;

    /// <summary>Class of a token.</summary>
    /// <param name="id">Row of the vocabulary.</param>
    public TokenClass this[int id] => _classes[id];

    /// <summary>Classes a vocabulary: special tokens by role, the others by <see cref="TokenLanguage"/>.</summary>
    public static TokenClasses Of(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        TokenClass[] classes = [.. Enumerable.Range(0, tokenizer.Vocabulary.Count).Select(id => TokenLanguage.Of(tokenizer, id))];
        foreach (int id in tokenizer.SpecialTokens.All)
        {
            classes[id] = TokenClass.Special;
        }

        return new TokenClasses(classes);
    }

    /// <summary>Whether a token may stand in a Korean text's vector: Korean, mixed, number, punctuation or special.</summary>
    /// <param name="id">Row of the vocabulary.</param>
    public bool IsKoreanSide(int id) => TokenLanguage.IsKoreanSide(_classes[id]);

    /// <summary>Number of tokens of a class.</summary>
    public int CountOf(TokenClass tokenClass) => _classes.Count(c => c == tokenClass);

    /// <summary>Ids on the Korean side, ascending.</summary>
    public int[] KoreanIds() => [.. Enumerable.Range(0, Count).Where(IsKoreanSide)];
}
