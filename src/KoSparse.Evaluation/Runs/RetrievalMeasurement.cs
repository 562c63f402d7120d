using System.Diagnostics;
using System.Text.Json.Nodes;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Vectors;

namespace KoSparse.Evaluation.Runs;

/// <summary>Asks methods the questions of a benchmark, side by side: what they answer, and what they cost.</summary>
public static class RetrievalMeasurement
{
    /// <summary>Hits of each question.</summary>
    private const int Depth = 100;

    /// <summary>Asks one method, then times its search alone where its vectors are known.</summary>
    /// <param name="benchmark">The questions and documents.</param>
    /// <param name="method">The method; its searcher has the documents.</param>
    /// <param name="progress">Told the number of questions answered so far, when given.</param>
    /// <param name="cancellation">Stops between two questions.</param>
    public static MethodResult Measure(
        Benchmark benchmark, MeasuredMethod method, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(method);
        SearcherResult answers = RetrievalEvaluation.Run(benchmark, method.Name, method.Searcher, Depth, progress, cancellation);
        MethodResult result = new(answers) { IndexBytes = method.IndexBytes };
        string[] questions = [.. benchmark.Queries.Select(query => query.Text)];
        return method switch
        {
            { Vectors: { } vectors } => WithVectors(result, vectors, questions),
            { Searcher: DenseSearcher dense } => result with { SearchLatency = TimeDense(dense, questions) },
            _ => result,
        };
    }

    /// <summary>Writes the report with its plots, the judgements (<c>qrels.trec</c>) and each method's rankings as a TREC run.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="benchmark">The benchmark that was asked.</param>
    /// <param name="results">The methods, in the order of the report.</param>
    /// <param name="origin">How the report came to be.</param>
    /// <param name="baseline">The method that the others are compared with; null compares none.</param>
    /// <param name="unseen">Ids of questions that get figures of their own.</param>
    public static void Write(
        string folder,
        Benchmark benchmark,
        IReadOnlyList<MethodResult> results,
        MeasurementOrigin origin,
        string? baseline = null,
        IReadOnlySet<string>? unseen = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(origin);
        JsonNode config = new JsonObject
        {
            ["methods"] = string.Join(",", results.Select(result => result.Name)),
            ["baseline"] = baseline,
            ["depth"] = Depth,
        };
        ReportWriter.Write(folder, RetrievalReport.Of(benchmark, results, baseline, unseen), ReportContext.Create(
            origin.Command, config, benchmark.Files.Concat(origin.Files), origin.Time));
        TrecRunFile.WriteJudgements(Path.Combine(folder, "qrels.trec"), benchmark);
        foreach (MethodResult result in results)
        {
            TrecRunFile.Write(Path.Combine(folder, $"{result.Name}.trec"), result.Answers);
        }
    }

    private static MethodResult WithVectors(MethodResult result, SparseVectors vectors, string[] questions)
    {
        IReadOnlyList<SparseVector> queries = vectors.Encoder.EncodeQueries(questions);
        return result with
        {
            Sparsity = SparsityEvaluation.Measure(queries, vectors.Documents, vectors.Encoder.VocabularySize),
            SearchLatency = vectors.Search is { } search ? Time(queries, query => search(query, Depth)) : null,
            DocumentWeights = Weights(vectors.Documents),
            QueryWeights = Weights(queries),
            Explain = vectors.Explain,
        };
    }

    private static Latency TimeDense(DenseSearcher dense, string[] questions)
    {
        float[][] vectors = [.. questions.Select(dense.Encode)];
        return Time(vectors, vector => dense.Search(vector, Depth));
    }

    private static Latency Time<T>(IReadOnlyList<T> questions, Action<T> search) => Latency.Of(questions.Select(question =>
    {
        long start = Stopwatch.GetTimestamp();
        search(question);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }));

    private static double[] Weights(IEnumerable<SparseVector> vectors) =>
        [.. vectors.SelectMany(vector => vector.Weights.ToArray()).Select(weight => (double)weight)];
}
