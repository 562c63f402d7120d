using KoSparse.Evaluation.Metrics;

namespace KoSparse.Tests.Evaluation.Metrics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void Compare_NormalDifferences_MatchesTheTextbookInterval()
    {
        // 400 differences of 0 and 1, half each: mean 0.5, standard error 0.5 / √400 = 0.025, so 0.5 ± 1.96 · 0.025.
        double[] first = [.. Enumerable.Range(0, 400).Select(i => (double)(i % 2))];

        DifferenceInterval interval = PairedBootstrap.Compare(first, new double[400]);

        Assert.Equal(0.5, interval.Difference, 1e-12);
        Assert.Equal(0.451, interval.Low, 0.004);
        Assert.Equal(0.549, interval.High, 0.004);
    }

    [Fact]
    public void Compare_SameSystem_HasNoDifference()
    {
        Assert.Equal(new DifferenceInterval(0, 0, 0), PairedBootstrap.Compare([0.2, 1, 0], [0.2, 1, 0]));
    }

    [Fact]
    public void Compare_SameSeed_GivesTheSameInterval()
    {
        double[] first = [1, 0, 1, 1, 0];
        double[] second = [0, 0, 1, 0, 1];

        Assert.Equal(PairedBootstrap.Compare(first, second, 7), PairedBootstrap.Compare(first, second, 7));
    }

    [Fact]
    public void Compare_OtherNumberOfQuestions_Throws()
    {
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare([1, 0], [1]));
    }
}
