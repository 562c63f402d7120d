using KoSparse.Evaluation.Metrics;

namespace KoSparse.Evaluation.Runs;

/// <summary>What a searcher answered to all questions of a benchmark.</summary>
/// <param name="Name">Name of the searcher in reports: <c>bm25</c>, <c>bm25_tokens</c>, <c>sparse</c>.</param>
/// <param name="Queries">Results in the order of the benchmark's questions.</param>
public sealed record SearcherResult(string Name, IReadOnlyList<QueryResult> Queries)
{
    /// <summary>The mean figures.</summary>
    public RetrievalFigures Mean { get; } = RetrievalFigures.Mean([.. Queries.Select(query => query.Figures)]);

    /// <summary>How long the searches took.</summary>
    public Latency Latency { get; } = Latency.Of(Queries.Select(query => query.Milliseconds));

    /// <summary>The results of some of the questions.</summary>
    /// <param name="queryIds">Their ids; at least one is among them.</param>
    public SearcherResult On(IReadOnlySet<string> queryIds) => new(Name, [.. Queries.Where(result => queryIds.Contains(result.Query.Id))]);

    /// <summary>The 95 % interval of a figure's difference to another searcher on the same benchmark.</summary>
    internal DifferenceInterval CompareTo(SearcherResult baseline, Func<RetrievalFigures, double> figure)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return PairedBootstrap.Compare(
            [.. Queries.Select(query => figure(query.Figures))],
            [.. baseline.Queries.Select(query => figure(query.Figures))]);
    }
}
