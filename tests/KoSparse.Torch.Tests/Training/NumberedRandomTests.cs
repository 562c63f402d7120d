using KoSparse.Training;

namespace KoSparse.Torch.Tests.Training;

public sealed class NumberedRandomTests
{
    /// <summary>Of independent draws half are in the lower half, and half of the neighbours are on the same side; 4,000 of them vary by 32.</summary>
    [Theory]
    [InlineData(42)]
    [InlineData(-7)]
    public void Of_NeighbouringNumbers_DrawIndependently(int seed)
    {
        bool[] low = [.. Enumerable.Range(0, 4000).Select(number => NumberedRandom.Of(seed, number).NextDouble() < 0.5)];

        Assert.InRange(low.Count(l => l), 1850, 2150);
        Assert.InRange(low.Zip(low.Skip(1)).Count(pair => pair.First == pair.Second), 1850, 2150);
    }

    [Fact]
    public void Of_SameSeedAndNumber_DrawsTheSame() =>
        Assert.Equal(NumberedRandom.Of(42, 5_000_000_000).Next(), NumberedRandom.Of(42, 5_000_000_000).Next());

    [Fact]
    public void Of_OtherSeed_DrawsAnother() => Assert.NotEqual(NumberedRandom.Of(42, 1).Next(), NumberedRandom.Of(43, 1).Next());
}
