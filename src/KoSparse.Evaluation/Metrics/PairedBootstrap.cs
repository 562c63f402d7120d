namespace KoSparse.Evaluation.Metrics;

/// <summary>Says how sure a difference between two systems is, from their figures on the same questions.</summary>
/// <remarks>
/// Questions are drawn again with replacement, 10,000 times; the interval lies between the 2.5 and 97.5 percentiles of
/// the mean difference. Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
/// </remarks>
public static class PairedBootstrap
{
    private const int Samples = 10_000;

    /// <summary>The 95 % interval of the mean of <paramref name="first"/> minus that of <paramref name="second"/>.</summary>
    /// <param name="first">Figures of one system by question.</param>
    /// <param name="second">Figures of the other for the same questions, in the same order.</param>
    /// <param name="seed">Equal seeds give equal intervals.</param>
    public static DifferenceInterval Compare(
        IReadOnlyList<double> first, IReadOnlyList<double> second, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count == 0)
        {
            throw new ArgumentException(
                $"{first.Count} and {second.Count} figures: both systems need figures of the same questions.", nameof(second));
        }

        double[] differences = [.. first.Zip(second, (a, b) => a - b)];
        Random random = new(seed);
        double[] means = new double[Samples];
        for (int sample = 0; sample < Samples; sample++)
        {
            double sum = 0;
            for (int draw = 0; draw < differences.Length; draw++)
            {
                sum += differences[random.Next(differences.Length)];
            }

            means[sample] = sum / differences.Length;
        }

        Array.Sort(means);
        return new DifferenceInterval(
            differences.Average(), Percentile.OfSorted(means, 2.5), Percentile.OfSorted(means, 97.5));
    }
}
