namespace KoSparse.Encoding.Lexical;

/// <summary>What the lexical prior sees besides hidden states: where a token stands, and what kind of text it stands in.</summary>
/// <remarks>
/// A title of one word names its subject; one of six shares most of them with other titles. BM25 has no place for that.
/// All but the length is zero for a text without a title, which is neither favoured nor put back.
/// </remarks>
public static class TermFeatures
{
    /// <summary>In the title (1 or 0); 1 / tokens of the title, there; log(1 + place in the window).</summary>
    public const int OfOccurrence = 3;

    /// <summary>log(1 + tokens), those of the title by their weight; has a title (1 or 0); log(tokens of the title); share of them that the rest repeats.</summary>
    public const int OfText = 4;

    /// <summary>Place of the feature that is 1 for a text with a title; those after it are 0 without one.</summary>
    public const int HasTitle = 1;
}
