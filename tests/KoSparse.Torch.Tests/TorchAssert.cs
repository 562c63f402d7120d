using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests;

/// <summary>What tests ask of tensors.</summary>
internal static class TorchAssert
{
    /// <summary>Same shape, and entries that differ by at most <paramref name="tolerance"/>.</summary>
    public static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        double gap = expected.numel() == 0 ? 0 : (expected - actual).abs().max().item<float>();
        Assert.True(gap <= tolerance, $"largest difference {gap} is above {tolerance}");
    }

    /// <summary>A scalar that a comment works out.</summary>
    public static void Near(double expected, Tensor actual, double tolerance = 1e-5) =>
        Assert.Equal(expected, actual.item<float>(), tolerance);

    /// <summary>Tensors that outlive a scope in which <paramref name="action"/> ran twice; the second run alone counts.</summary>
    public static long Growth(Func<IDisposable?> action)
    {
        action()?.Dispose();
        LifetimeStatistics statistics = DisposeScopeManager.Statistics.TensorStatistics;
        long before = statistics.ThreadTotalLiveCount;
        using IDisposable? kept = action();
        return statistics.ThreadTotalLiveCount - before;
    }
}
