using KoSparse.Data;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Tells the questions whose answers a model was not trained to find.</summary>
public static class UnseenQueries
{
    /// <summary>Ids of the questions none of whose relevant documents is the positive of a triplet.</summary>
    /// <param name="benchmark">The questions.</param>
    /// <param name="triplets">What the model was trained on; texts are compared without their titles.</param>
    public static IReadOnlySet<string> Of(Benchmark benchmark, IEnumerable<Triplet> triplets)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(triplets);
        HashSet<string> positives = [.. triplets.Select(triplet => triplet.Positive.Text)];
        HashSet<string> seen = [.. benchmark.Documents.Where(document => positives.Contains(document.Text)).Select(document => document.Id)];
        return benchmark.Queries
            .Where(query => !benchmark.Judgements.Of(query.Id).Any(grade => grade.Value > 0 && seen.Contains(grade.Key)))
            .Select(query => query.Id)
            .ToHashSet(StringComparer.Ordinal);
    }
}
