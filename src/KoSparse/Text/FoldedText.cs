using KoSparse.Text.Normalization;

namespace KoSparse.Text;

/// <summary>A text as it is searched: words that look alike are the same, whatever invisible characters or full-width letters they are written with.</summary>
/// <remarks>A tokenizer gives the ids of other programs for the text as written; whoever indexes or asks folds it first, so that the plain word finds the document.</remarks>
public sealed class FoldedText
{
    private static readonly WordFolding Folding = new();

    private readonly AlignedText _aligned;

    private FoldedText(AlignedText aligned, bool isPlain) => (_aligned, IsPlain) = (aligned, isPlain);

    /// <summary>Whether the text was as it is searched: places are the same.</summary>
    public bool IsPlain { get; }

    /// <summary>The folded text, without lone surrogates.</summary>
    public string Text => _aligned.Characters;

    /// <summary>Folds a text; one that is plain already is given back itself.</summary>
    public static FoldedText Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        AlignedText given = new(SoundText.Of(text), 0);
        AlignedText folded = Folding.Apply(given);
        return new FoldedText(folded, ReferenceEquals(given, folded));
    }

    /// <summary>Where a token of the folded text stands in the text as given.</summary>
    public Token Place(Token token)
    {
        if (token.Length == 0)
        {
            int start = token.Start < Text.Length ? _aligned[token.Start].Start : Text.Length > 0 ? _aligned[Text.Length - 1].End : 0;
            return token with { Start = start };
        }

        Origin place = _aligned.Place(token.Start, token.Length);
        return new Token(token.Id, place.Start, place.End - place.Start);
    }
}
