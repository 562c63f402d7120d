using KoSparse.Data;

namespace KoSparse.Search.Queries;

/// <summary>A result with what explains it.</summary>
/// <param name="Document">What was found.</param>
/// <param name="Score">Higher is better; comparable only among the results of one search.</param>
/// <param name="Terms">The terms that the vectors of question and document share, heaviest first; none where text alone was compared.</param>
public sealed record FoundDocument(Document Document, float Score, IReadOnlyList<TermContribution> Terms)
{
    /// <summary>The words that the texts of both share, heaviest first; none where vectors alone were compared.</summary>
    public IReadOnlyList<WordContribution> Words { get; init; } = [];

    /// <summary>The ranks by vectors and by words, where both were joined: the score is the sum of what they give. A list that does not have the document gives nothing.</summary>
    public IReadOnlyList<RankContribution> Ranks { get; init; } = [];
}
