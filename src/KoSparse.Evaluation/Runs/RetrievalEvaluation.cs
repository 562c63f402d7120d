using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;

namespace KoSparse.Evaluation.Runs;

/// <summary>Asks a searcher all questions of a benchmark and judges its answers.</summary>
public static class RetrievalEvaluation
{
    private const int WarmUpQueries = 20; // the first searches compile code and fill caches

    /// <summary>Runs a searcher over a benchmark, one question at a time.</summary>
    /// <param name="benchmark">The questions.</param>
    /// <param name="name">Name of the searcher in reports.</param>
    /// <param name="searcher">Finds documents.</param>
    /// <param name="depth">Hits per question, at least 10.</param>
    /// <param name="progress">Told the number of questions answered so far, when given.</param>
    /// <param name="cancellation">Stops between two questions.</param>
    public static SearcherResult Run(
        Benchmark benchmark,
        string name,
        ISearcher searcher,
        int depth = 10,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(searcher);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 10);
        foreach (Query query in benchmark.Queries.Take(WarmUpQueries))
        {
            searcher.Search(query.Text, depth);
        }

        List<QueryResult> results = new(benchmark.Queries.Count);
        foreach (Query query in benchmark.Queries)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<Hit> found = searcher.Search(query.Text, depth);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            IReadOnlyList<Hit> hits = TrecOrder.Of(found);
            RetrievalFigures figures = RetrievalFigures.Of(
                hits.Select(hit => hit.DocumentId), benchmark.Judgements.Of(query.Id));
            results.Add(new QueryResult(query, hits, figures, milliseconds));
            progress?.Report(results.Count);
        }

        return new SearcherResult(name, results);
    }
}
