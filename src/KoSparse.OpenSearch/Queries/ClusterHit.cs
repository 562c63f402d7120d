namespace KoSparse.OpenSearch.Queries;

/// <summary>A document that was found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">Higher is better; comparable within one answer.</param>
/// <param name="Title">Its title; empty where it has none, or none was asked for.</param>
/// <param name="Text">Its text.</param>
public sealed record ClusterHit(string Id, double Score, string Title, string Text)
{
    /// <summary>Passages with the question's words between <see cref="MarkStart"/> and <see cref="MarkEnd"/>; empty where none were asked for.</summary>
    public IReadOnlyList<string> Passages { get; init; } = [];

    /// <summary>Terms that make the score, largest share first; empty where none were asked for.</summary>
    public IReadOnlyList<SharedTerm> Terms { get; init; } = [];

    /// <summary>Begins a word of the question in a passage.</summary>
    public const string MarkStart = "⟦";

    /// <summary>Ends it.</summary>
    public const string MarkEnd = "⟧";
}
