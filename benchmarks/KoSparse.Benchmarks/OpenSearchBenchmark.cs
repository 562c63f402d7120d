using System.Diagnostics;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Onnx;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.OpenSearch.Queries;
using KoSparse.Search.Fusion;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>An OpenSearch cluster, asked through HTTP, and the index on disk beside it, in one run: documents a second without encoding, and the time from a question's text to its hits.</summary>
internal static class OpenSearchBenchmark
{
    private const string Index = "kosparse-benchmark";
    private const int Hits = 10;
    private const int Portion = 512;
    private const int MostQuestions = 1_000;

    /// <summary>Measures; the index is made anew, and deleted at the end.</summary>
    /// <param name="url">Address of the cluster.</param>
    /// <param name="modelFolder">Encodes.</param>
    /// <param name="benchmark">Documents and questions.</param>
    /// <param name="count">Documents, the first ones.</param>
    public static async Task RunAsync(string url, string modelFolder, string benchmark, int count)
    {
        using OpenModel model = OpenModel.Open(modelFolder, OnnxNetwork.Open);
        Benchmark read = BenchmarkFolder.Open(benchmark).Read(null);
        Document[] documents = [.. read.Documents.Take(count)];
        string[] questions = [.. read.Queries.Take(MostQuestions).Select(query => query.Text)];
        long started = Stopwatch.GetTimestamp();
        SparseVector[] vectors = [.. documents.Chunk(Portion).SelectMany(portion => model.Encoder.EncodeDocuments(portion))];
        Console.WriteLine(FormattableString.Invariant(
            $"{documents.Length:N0} documents of {vectors.Average(vector => vector.Count):F1} terms, {questions.Length:N0} questions, k {Hits}; encoding {documents.Length / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} a second"));

        using Cluster cluster = new(ClusterEndpoint.Of(new ClusterSettings { Url = url }.OrEnvironment(Environment.GetEnvironmentVariable)), ClusterPatience.Lasting);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-bench-");
        try
        {
            double sent = await IngestAsync(cluster, model, documents, vectors);
            double built = Build(folder.FullName, model, documents, vectors);
            Console.WriteLine(FormattableString.Invariant($"documents a second, encoding apart: OpenSearch {documents.Length / sent:F0}, index on disk {documents.Length / built:F0}"));
            Console.WriteLine("| by | OpenSearch p50 ms | p99 ms | index on disk p50 ms | p99 ms |");
            Console.WriteLine("|---|---|---|---|---|");
            var embedded = SearchIndex.Open(folder.FullName);
            SparseSearcher sparse = new(model.Encoder, embedded);
            TextSearcher text = new(embedded);
            await PrintAsync("BM25 (Nori; ours)", new SearchOptions { By = SearchedBy.Text }, text);
            await PrintAsync("vectors", new SearchOptions(), sparse);
            await PrintAsync("vectors, two phases", new SearchOptions { TwoPhase = true }, null);
            await PrintAsync("both, by scores", new SearchOptions { By = SearchedBy.Hybrid }, new WeightedSumFusion([(text, 0.5f), (sparse, 0.5f)]));
        }
        finally
        {
            await cluster.FindAsync(ClusterRequest.Delete(Index));
            folder.Delete(recursive: true);
        }

        async Task PrintAsync(string name, SearchOptions options, ISearcher? embedded)
        {
            string there = Times(await OpenSearchSearcher.OpenAsync(cluster, Index, model, options with { Count = Hits, WithDocuments = false }), questions);
            Console.WriteLine($"| {name} | {there} | {(embedded is null ? "– | –" : Times(embedded, questions))} |");
        }
    }

    /// <summary>Until every document can be found, in one segment, as the index on disk is.</summary>
    private static async Task<double> IngestAsync(Cluster cluster, OpenModel model, Document[] documents, SparseVector[] vectors)
    {
        await cluster.FindAsync(ClusterRequest.Delete(Index));
        JsonObject mapping = IndexMapping.Of(model.Tokenizer, await ClusterFacts.ReadAsync(cluster), new IndexOptions { Shards = 1, Replicas = 0 });
        await IndexCreation.EnsureAsync(cluster, Index, mapping);
        IndexDescription described = await IndexDescription.ReadAsync(cluster, Index);
        int next = 0;
        long started = Stopwatch.GetTimestamp();
        OpenSearchIndexer indexer = new(cluster, Index);
        await indexer.RunAsync(IngestSource.Encoded(documents, 0, portion => vectors[next..(next += portion.Count)], described.FormatFor(model)));
        await cluster.SendAsync(ClusterRequest.Post($"{Index}/_forcemerge?max_num_segments=1"));
        long held = await indexer.CountAsync();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"OpenSearch holds {held:N0}: what has no terms, or an id that came before, is not taken");
        return seconds;
    }

    private static double Build(string folder, OpenModel model, Document[] documents, SparseVector[] vectors)
    {
        long started = Stopwatch.GetTimestamp();
        using IndexWriter writer = IndexWriter.Open(folder, model.Encoder.VocabularySize);
        foreach ((Document document, SparseVector vector) in documents.Zip(vectors))
        {
            writer.Add(document, vector);
        }

        writer.MergeAll();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Median and 99th of a hundred.</summary>
    private static string Times(ISearcher searcher, string[] questions)
    {
        var latencies = Latencies.Of(questions, question => searcher.Search(question, Hits));
        return FormattableString.Invariant($"{latencies.At(0.5).TotalMilliseconds:F2} | {latencies.At(0.99).TotalMilliseconds:F2}");
    }
}
