using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;

namespace KoSparse.Evaluation.Runs;

/// <summary>What a searcher answered to one question.</summary>
/// <param name="Query">The question.</param>
/// <param name="Hits">Its hits, best first, equal scores by document id descending, as trec_eval judges them.</param>
/// <param name="Figures">How good they are.</param>
/// <param name="Milliseconds">How long the search took.</param>
public sealed record QueryResult(Query Query, IReadOnlyList<Hit> Hits, RetrievalFigures Figures, double Milliseconds);
