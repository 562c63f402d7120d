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

    /// <summary>Runs are seeded as they always were, unless they are longer than what sets neighbouring seeds apart.</summary>
    [Fact]
    public void SeedOf_StepsOfNeighbouringSeeds_AreDistinct_Issue18()
    {
        int[] steps = [0, 1, 2, 100_000, 1_000_002, 1_000_003, 1_000_004, 2_000_006, int.MaxValue];

        long[] seeds = [.. Enumerable.Range(-2, 50).SelectMany(seed => steps.Select(step => NumberedRandom.SeedOf(seed, step)))];

        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.Equal((42 * 1_000_003L) + 100_000, NumberedRandom.SeedOf(42, 100_000));
    }

    [Fact]
    public void Of_OtherSeed_DrawsAnother() => Assert.NotEqual(NumberedRandom.Of(42, 1).Next(), NumberedRandom.Of(43, 1).Next());
}
