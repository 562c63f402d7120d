using KoSparse.Training.Transfer;

namespace KoSparse.Torch.Tests.Training.Transfer;

public sealed class TextOrderTests
{
    private readonly int[] _lengths = [.. Enumerable.Range(0, 1000).Select(i => (i * 37) % 251)];

    [Fact]
    public void Batch_OneEpoch_DrawsEveryTextOnceWithItsLike()
    {
        var order = new TextOrder(_lengths, 8, seed: 3);

        int[][] batches = [.. Enumerable.Range(0, order.Batches).Select(batch => order.Batch(1, batch).ToArray())];

        Assert.Equal(125, batches.Length);
        Assert.Equal(Enumerable.Range(0, 1000), batches.SelectMany(batch => batch).Order());
        Assert.True(batches.Average(batch => batch.Max(t => _lengths[t]) - batch.Min(t => _lengths[t])) < 10, "a batch drawn at random spans 190 of 251");
        Assert.NotEqual(batches.Select(batch => _lengths[batch[0]]).Order(), batches.Select(batch => _lengths[batch[0]]));
    }

    [Fact]
    public void Batch_SameSeedAndEpoch_IsTheSame_OtherEpochIsNot()
    {
        var one = new TextOrder(_lengths, 8, seed: 3);
        var two = new TextOrder(_lengths, 8, seed: 3);
        int[] second = [.. one.Batch(2, 5)];

        Assert.Equal(one.Batch(1, 5), two.Batch(1, 5));
        Assert.Equal(second, two.Batch(2, 5));
        Assert.NotEqual(second, two.Batch(1, 5));
    }
}
