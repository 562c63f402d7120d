namespace KoSparse.Data;

/// <summary>A training example: a question, a document that answers it, and documents that do not; none of them has an id.</summary>
/// <param name="Query">The question.</param>
/// <param name="Positive">A document that answers it.</param>
/// <param name="Negatives">Documents that do not; may be empty, as the batch has negatives of its own.</param>
public sealed record Triplet(string Query, Document Positive, IReadOnlyList<Document> Negatives)
{
    /// <summary>Kind of query, which a recipe's phases weight: <c>single_term</c>, <c>multi_term</c>, <c>original</c>, <c>hard_neg</c>.</summary>
    public string? PairType { get; init; }

    /// <summary>Whether people asked the query: triplets of other kinds hold titles and sentences as queries.</summary>
    public bool IsAsked => PairType is null or "question";

    /// <summary>How hard the example is, as its maker graded it.</summary>
    public string? Difficulty { get; init; }

    /// <summary>How long the query is, as its maker graded it.</summary>
    public string? LengthClass { get; init; }

    /// <summary>A teacher's scores of the positive and then each negative; null when not scored.</summary>
    public IReadOnlyList<float>? TeacherScores { get; init; }
}
