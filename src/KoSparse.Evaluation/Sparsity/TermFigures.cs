using KoSparse.Evaluation.Metrics;
using KoSparse.Vectors;

namespace KoSparse.Evaluation.Sparsity;

/// <summary>How many terms vectors have.</summary>
/// <param name="Mean">Mean number of active terms per text.</param>
/// <param name="Median">Half of the texts have no more.</param>
/// <param name="P95">95 of 100 texts have no more.</param>
/// <param name="MaxWeight">Largest weight of all.</param>
public readonly record struct TermFigures(double Mean, double Median, double P95, float MaxWeight)
{
    internal static TermFigures Of(IReadOnlyCollection<SparseVector> vectors)
    {
        double[] counts = [.. vectors.Select(vector => (double)vector.Count).Order()];
        float largest = 0;
        foreach (SparseVector vector in vectors)
        {
            foreach (float weight in vector.Weights)
            {
                largest = Math.Max(largest, weight);
            }
        }

        return new TermFigures(
            counts.Length == 0 ? 0 : counts.Average(),
            Percentile.OfSorted(counts, 50),
            Percentile.OfSorted(counts, 95),
            largest);
    }
}
