using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Evaluation.Runs;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Training.Validation;

/// <summary>Held-out questions over a sample of documents.</summary>
internal sealed class ValidationSet
{
    private readonly Benchmark _benchmark;

    /// <summary>Reads the questions, every judged document, and others up to the limit in their order.</summary>
    public ValidationSet(ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Benchmark all = BenchmarkFolder.Open(options.Folder).Read();
        HashSet<string> judged = [.. all.Queries.SelectMany(q => all.Judgements.Of(q.Id).Keys)];
        Document[] kept =
        [
            .. all.Documents.Where(d => judged.Contains(d.Id)),
            .. all.Documents.Where(d => !judged.Contains(d.Id)).Take(Math.Max(0, options.MaxDocuments - judged.Count)),
        ];
        _benchmark = all with { Documents = kept };
    }

    /// <summary>Number of questions.</summary>
    public int QuestionCount => _benchmark.Queries.Count;

    /// <summary>Number of documents searched.</summary>
    public int DocumentCount => _benchmark.Documents.Count;

    /// <summary>Searches with an encoder and gives the mean figures.</summary>
    public RetrievalFigures Evaluate(ISparseEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        IReadOnlyList<SparseVector> vectors = encoder.EncodeDocuments(_benchmark.Documents);
        SearchIndex index = SearchIndex.InMemory(encoder.VocabularySize, _benchmark.Documents.Zip(vectors));
        return RetrievalEvaluation.Run(_benchmark, "validation", new SparseSearcher(encoder, index)).Mean;
    }
}
