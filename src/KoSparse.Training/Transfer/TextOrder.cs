namespace KoSparse.Training.Transfer;

/// <summary>Which texts stand in which batch: texts of like length together, so that little is padded, and otherwise in random order.</summary>
/// <remarks>A function of seed and epoch alone, so that a resumed run draws what an uninterrupted one would.</remarks>
/// <param name="lengths">Length of each text, in any unit.</param>
/// <param name="batchSize">Texts of a batch.</param>
/// <param name="seed">Decides the order.</param>
internal sealed class TextOrder(IReadOnlyList<int> lengths, int batchSize, int seed)
{
    /// <summary>Batches whose texts are sorted together: more would pad less, and see like texts one after the other.</summary>
    private const int BatchesPerPool = 64;

    private (int Epoch, int[][] Batches) _order;

    /// <summary>Batches of an epoch; texts that fill none are left to another epoch.</summary>
    public int Batches => lengths.Count / batchSize;

    /// <summary>The texts of a batch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch, from 0.</param>
    public IReadOnlyList<int> Batch(int epoch, int batch)
    {
        if (_order.Epoch != epoch)
        {
            _order = (epoch, Draw(NumberedRandom.Of(seed, epoch)));
        }

        return _order.Batches[batch];
    }

    private int[][] Draw(Random random)
    {
        int[] texts = [.. Enumerable.Range(0, lengths.Count)];
        random.Shuffle(texts);
        int[][] batches = [.. texts.Take(Batches * batchSize).Chunk(BatchesPerPool * batchSize).SelectMany(pool => pool.OrderBy(text => lengths[text]).ThenBy(text => text).Chunk(batchSize))];
        random.Shuffle(batches);
        return batches;
    }
}
