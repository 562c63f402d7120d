namespace KoSparse.Text;

/// <summary>A token with its place in code points, as other languages count characters.</summary>
/// <param name="Id">Row of the vocabulary.</param>
/// <param name="Begin">First code point of the text.</param>
/// <param name="End">After the last one; special tokens around a text begin and end at 0.</param>
/// <param name="IsSpecial">Whether it is one that an encoder wants around a text.</param>
public readonly record struct PlacedToken(int Id, int Begin, int End, bool IsSpecial)
{
    /// <summary>The tokens of a text, special ones around them.</summary>
    /// <param name="tokenizer">Splits it.</param>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<PlacedToken> Of(Tokenizer tokenizer, string text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(text);
        int[]? points = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? CodePoints(text) : null;
        int At(int place) => points?[place] ?? place;
        return
        [
            .. tokenizer.Opening.Select(id => new PlacedToken(id, 0, 0, IsSpecial: true)),
            .. tokenizer.Tokenize(text).Select(token => new PlacedToken(token.Id, At(token.Start), At(token.Start + token.Length), IsSpecial: false)),
            .. tokenizer.Closing.Select(id => new PlacedToken(id, 0, 0, IsSpecial: true)),
        ];
    }

    /// <summary>Number of code points before each UTF-16 position.</summary>
    private static int[] CodePoints(string text)
    {
        int[] points = new int[text.Length + 1];
        for (int i = 0; i < text.Length; i++)
        {
            bool goesOn = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            points[i + 1] = points[i] + (goesOn ? 0 : 1);
        }

        return points;
    }
}
