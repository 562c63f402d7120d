namespace KoSparse.Encoding.Windows;

/// <summary>What an encoder left out of texts that are longer than all of their windows.</summary>
/// <param name="Count">Number of such texts.</param>
/// <param name="Tokens">Tokens at their ends, together.</param>
public readonly record struct CutTexts(int Count, long Tokens)
{
    /// <summary>Both together.</summary>
    public static CutTexts operator +(CutTexts one, CutTexts other) => new(one.Count + other.Count, one.Tokens + other.Tokens);
}
