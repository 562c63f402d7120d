namespace KoSparse.Preparation;

/// <summary>Values of <c>pair_type</c>: what kind of query a triplet has, which the phases of a recipe weight.</summary>
public static class PairTypes
{
    /// <summary>A title or one rare word.</summary>
    public const string SingleTerm = "single_term";

    /// <summary>Two to four words.</summary>
    public const string MultiTerm = "multi_term";

    /// <summary>A question or a sentence.</summary>
    public const string Original = "original";

    /// <summary>Any query, with negatives that look like answers.</summary>
    public const string HardNegative = "hard_neg";

    /// <summary>A question that a person asked, with negatives that people judged.</summary>
    public const string Question = "question";

    /// <summary>A word of one situation, with the text of another situation that shares its keyword as negative.</summary>
    public const string Context = "context";

    /// <summary>A question about a place, with the same kind of place elsewhere as negatives.</summary>
    public const string Travel = "travel";
}
