namespace KoSparse.Encoding.Origins;

/// <summary>Where a term of a vector comes from.</summary>
public enum TermSource
{
    /// <summary>The text itself.</summary>
    Text,

    /// <summary>Other tokens of the same letters.</summary>
    Variant,

    /// <summary>The word families of the text's tokens.</summary>
    Family,

    /// <summary>The model's head: words that the text does not hold.</summary>
    Expansion,
}
