using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Benchmarks;

/// <summary>What the machine can multiply, as the limit of what multiplies matrices.</summary>
internal static class MatrixProducts
{
    private const int Repeats = 12;
    private const int Side = 2048; // of the square products: well beyond the caches

    /// <summary>Times work beside bare products of 2,048 × 2,048 × 2,048 in 32 bits, before and after it: a machine may change its pace.</summary>
    /// <param name="operations">Multiplications and additions of the work.</param>
    /// <param name="work">The work, given the number of its repeat.</param>
    /// <returns>Median time of the work, and its share of the products' rate in words.</returns>
    public static (double Seconds, string Share) Beside(double operations, Action<int> work)
    {
        double before = Rate();
        double seconds = Median(work);
        double after = Rate();
        Console.WriteLine(
            $"matrix products {Side} × {Side} × {Side}: {before / 1e9:F0} and {after / 1e9:F0} billion operations a second, {get_num_threads()} threads");
        return (seconds, $"{operations / 1e9:F0} billion operations: {operations / seconds / ((before + after) / 2):P0} of the products' rate");
    }

    private static double Rate()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = randn(Side, Side), b = randn(Side, Side);
        double seconds = Median(_ =>
        {
            using DisposeScope inner = NewDisposeScope();
            a.mm(b);
        });
        return 2.0 * Side * Side * Side / seconds;
    }

    private static double Median(Action<int> action)
    {
        action(0);
        action(1);
        List<double> seconds = [];
        for (int i = 0; i < Repeats; i++)
        {
            long started = Stopwatch.GetTimestamp();
            action(2 + i);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return seconds.Order().ElementAt(Repeats / 2);
    }
}
