using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;

namespace KoSparse.Evaluation.Runs;

/// <summary>Answers a benchmark's questions with what another engine answered: the rankings of a TREC run.</summary>
public sealed class RunSearcher : ISearcher
{
    private readonly Dictionary<string, IReadOnlyList<Hit>> _byText = new(StringComparer.Ordinal);

    /// <summary>Reads a run.</summary>
    /// <param name="path">A ranking in the six columns of TREC: question, <c>Q0</c>, document, rank, score, name.</param>
    /// <param name="benchmark">The benchmark that was asked.</param>
    /// <exception cref="BenchmarkFormatException">A line is bad, or the run answers none of these questions.</exception>
    public RunSearcher(string path, Benchmark benchmark)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        IReadOnlyDictionary<string, IReadOnlyList<Hit>> byId = TrecRunFile.Read(path);
        foreach (Query query in benchmark.Queries)
        {
            if (byId.TryGetValue(query.Id, out IReadOnlyList<Hit>? hits))
            {
                _byText[query.Text] = hits;
            }
        }

        if (_byText.Count == 0)
        {
            throw new BenchmarkFormatException(
                $"{path}: none of its question ids is one of {benchmark.Name} ('{benchmark.Queries[0].Id}', …). Name a run over this benchmark.");
        }
    }

    /// <inheritdoc/>
    /// <remarks>A question that the run does not have has no hits.</remarks>
    public IReadOnlyList<Hit> Search(string query, int count) =>
        _byText.TryGetValue(query, out IReadOnlyList<Hit>? hits) ? [.. hits.Take(count)] : [];
}
