using KoSparse.Data;
using KoSparse.Search.Queries;

namespace KoSparse.Cli.Searching;

/// <summary>A result with what explains it.</summary>
/// <param name="Document">What was found.</param>
/// <param name="Score">Its score.</param>
/// <param name="Terms">The terms that made the score, heaviest first.</param>
internal sealed record FoundDocument(Document Document, float Score, IReadOnlyList<TermContribution> Terms);
