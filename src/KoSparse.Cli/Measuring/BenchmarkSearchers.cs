using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Runs;
using KoSparse.Encoding;
using KoSparse.Modeling.Networks;
using KoSparse.Encoding.Folders;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Fusion;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Cli.Measuring;

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

    /// <summary>The searcher of a method.</summary>
    public ISearcher Searcher(string method)
    {
        if (!_searchers.TryGetValue(method, out ISearcher? searcher))
        {
            _searchers[method] = searcher = Make(method);
        }

        return searcher;
    }

    /// <summary>The documents that a sparse method searches.</summary>
    public SparseDocuments Documents(string method)
    {
        OpenModel model = models.Of(method);
        if (!_documents.TryGetValue(model, out SparseDocuments? documents))
        {
            _documents[model] = documents = Encode(model, method == RetrievalMethod.Baseline ? method : RetrievalMethod.Sparse);
        }

        return documents;
    }

    /// <summary>The methods that a hybrid joins; none of any other method.</summary>
    public static IReadOnlyList<string> Parts(string method) => method switch
    {
        RetrievalMethod.HybridRanks or RetrievalMethod.HybridScores => [RetrievalMethod.Bm25, RetrievalMethod.Sparse],
        RetrievalMethod.HybridDense => [RetrievalMethod.Dense, RetrievalMethod.Sparse],
        _ => [],
    };

    /// <inheritdoc/>
    public void Dispose() => _dense?.Dispose();

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
        IReadOnlyList<VectorRow> rows = Kept(name, model.Folder, "").Encode(
            benchmark.Documents, name, (part, progress) => model.Encoder.EncodeDocuments(part, progress).Select(VectorRow.Of), stop);
        SparseVector[] vectors = [.. rows.Select(row => row.ToSparse())];
        return new SparseDocuments(model, vectors, SearchIndex.InMemory(
            model.Encoder.VocabularySize, benchmark.Documents.Zip(vectors), model.Tokenizer.Hash));
    }

    private DenseSearcher MakeDense()
    {
        string folder = ModelLocator.Find(models.Dense!);
        DenseEncoder encoder = _dense = new DenseEncoder(folder, DenseLength);
        IReadOnlyList<VectorRow> rows = Kept(RetrievalMethod.Dense, folder, $"{DenseLength} tokens").Encode(
            benchmark.Documents,
            RetrievalMethod.Dense,
            (part, progress) => encoder.Encode([.. part.Select(document => document.Content)], progress).Select(VectorRow.Of),
            stop);
        return new DenseSearcher(
            query => encoder.Encode([query])[0],
            [.. benchmark.Documents.Select(document => document.Id)],
            [.. rows.Select(row => row.Values)]);
    }

    private KeptVectors Kept(string name, string modelFolder, string settings) => KeptVectors.Open(
        Path.Combine(FolderOf(options), name), VectorOrigin.Of(modelFolder, benchmark.Documents, settings), options.SkipSetup);
}
