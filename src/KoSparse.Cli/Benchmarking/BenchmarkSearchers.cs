using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Folders;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Keeping;
using KoSparse.Evaluation.Runs;
using KoSparse.Modeling.Networks;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Fusion;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Cli.Benchmarking;

/// <summary>Makes the searchers of a benchmark's methods, each once: documents are encoded once for all that use their vectors.</summary>
/// <param name="benchmark">The documents.</param>
/// <param name="models">The models.</param>
/// <param name="options">Where vectors are kept.</param>
/// <param name="stop">Stops the encoding.</param>
internal sealed class BenchmarkSearchers(
    Benchmark benchmark, BenchmarkModels models, BenchmarkOptions options, CancellationToken stop) : IDisposable
{
    /// <summary>Tokens of a text that the dense encoder reads: the paragraphs of benchmarks are shorter.</summary>
    private const int DenseLength = 512;

    private readonly Dictionary<string, ISearcher> _searchers = [];
    private readonly Dictionary<OpenModel, SparseDocuments> _documents = [];
    private DenseEncoder? _dense;

    /// <summary>Where the vectors are kept.</summary>
    public static string FolderOf(BenchmarkOptions options) => Path.Combine(options.Output, "vectors");

    /// <summary>A method as it is measured: its searcher, what it costs, its vectors.</summary>
    public MeasuredMethod Method(string method)
    {
        ISearcher searcher = Searcher(method);
        return new MeasuredMethod(method, searcher)
        {
            IndexBytes = IndexBytes(method),
            Vectors = searcher is SparseSearcher sparse ? Vectors(method, sparse) : null,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _dense?.Dispose();

    private ISearcher Searcher(string method)
    {
        if (!_searchers.TryGetValue(method, out ISearcher? searcher))
        {
            _searchers[method] = searcher = Make(method);
        }

        return searcher;
    }

    private SparseDocuments Documents(string method)
    {
        OpenModel model = models.Of(method);
        if (!_documents.TryGetValue(model, out SparseDocuments? documents))
        {
            _documents[model] = documents = Encode(model, method == RetrievalMethod.Baseline ? method : RetrievalMethod.Sparse);
        }

        return documents;
    }

    /// <summary>The methods that a hybrid joins; none of any other method.</summary>
    private static IReadOnlyList<string> Parts(string method) => method switch
    {
        RetrievalMethod.HybridRanks or RetrievalMethod.HybridScores => [RetrievalMethod.Bm25, RetrievalMethod.Sparse],
        RetrievalMethod.HybridDense => [RetrievalMethod.Dense, RetrievalMethod.Sparse],
        _ => [],
    };

    private long IndexBytes(string method) => Searcher(method) switch
    {
        Bm25Searcher words => words.Index.ByteLength,
        SparseSearcher vectors => vectors.Index.VectorBytes,
        DenseSearcher dense => dense.ByteLength,
        _ => Parts(method).Sum(IndexBytes),
    };

    private SparseVectors Vectors(string method, SparseSearcher sparse)
    {
        SparseDocuments documents = Documents(method);
        return new SparseVectors(models.Encoder(method), documents.Vectors)
        {
            Search = (query, count) => sparse.Index.Search(query, count),
            Explain = (query, document) =>
                [.. sparse.Explain(query, document).Select(term => new ExplainedTerm(documents.Word(term.TokenId), term.Contribution))],
        };
    }

    private ISearcher Make(string method) => method switch
    {
        RetrievalMethod.Bm25 => new Bm25Searcher(benchmark.Documents, new KoreanAnalyzer()),
        RetrievalMethod.Bm25Tokens => new Bm25Searcher(benchmark.Documents, new TokenAnalyzer(models.Model.Tokenizer)),
        RetrievalMethod.Baseline when models.BaselineRun is { } run => new RunSearcher(run, benchmark),
        RetrievalMethod.Dense => MakeDense(),
        RetrievalMethod.HybridScores => new WeightedSumFusion([.. Parts(method).Select(part => (Searcher(part), 1f))]),
        RetrievalMethod.HybridRanks or RetrievalMethod.HybridDense => new ReciprocalRankFusion([.. Parts(method).Select(Searcher)]),
        _ => new SparseSearcher(models.Encoder(method), Documents(method).Index),
    };

    private SparseDocuments Encode(OpenModel model, string name)
    {
        IReadOnlyList<VectorRow> rows = Rows(
            name, model.NetworkFolder, "", (part, progress) => model.Encoder.EncodeDocuments(part, progress).Select(VectorRow.Of));
        CutTextsLine.Write(model);
        SparseVector[] vectors = [.. rows.Select(row => row.ToSparse())];
        return new SparseDocuments(model, vectors, SearchIndex.InMemory(
            model.Encoder.VocabularySize, benchmark.Documents.Zip(vectors), model.Tokenizer.Hash));
    }

    private DenseSearcher MakeDense()
    {
        string folder = ModelLocator.Find(models.Dense!);
        DenseEncoder encoder = _dense = new DenseEncoder(folder, DenseLength);
        IReadOnlyList<VectorRow> rows = Rows(
            RetrievalMethod.Dense,
            ModelLayout.Of(folder).Network,
            $"{DenseLength} tokens, {DenseReading.Of(folder)}",
            (part, progress) => DenseEncoder.Rows(encoder.EncodeDocuments(part, progress)).Select(VectorRow.Of));
        return new DenseSearcher(
            query => DenseEncoder.Rows(encoder.EncodeQueries([query]))[0],
            [.. benchmark.Documents.Select(document => document.Id)],
            [.. rows.Select(row => row.Values)]);
    }

    /// <summary>The vectors of all documents: those kept, and the others encoded and kept.</summary>
    private IReadOnlyList<VectorRow> Rows(
        string name, string modelFolder, string settings, Func<Document[], IProgress<int>, IEnumerable<VectorRow>> encode)
    {
        string folder = Path.Combine(FolderOf(options), name);
        KeptVectors kept = KeptVectors.Open(folder, VectorOrigin.Of(modelFolder, benchmark.Documents, settings), options.SkipSetup);
        if (kept.Refused is { } reason)
        {
            Console.WriteLine($"{folder}: no vectors reused, {reason}.");
        }

        using var progress = new ProgressLine($"{name}: documents", benchmark.Documents.Count, stop: stop);
        try
        {
            return kept.Encode(benchmark.Documents, encode, progress, Console.Error.WriteLine, stop);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine(
                $"Stopped: {kept.Done:N0} of {benchmark.Documents.Count:N0} documents are encoded and kept in {folder}. Go on with --skip-setup.");
            throw;
        }
    }
}
