using System.Globalization;
using KoSparse.Data;
using KoSparse.Evaluation.Runs;

namespace KoSparse.Tests.Evaluation.Runs;

public sealed class DenseSearcherTests
{
    private const int Width = 37; // no multiple of a vector register

    [Fact]
    public void Search_RandomVectors_FindsTheLargestDotProducts()
    {
        Random random = new(3);
        float[][] vectors = [.. Enumerable.Range(0, 50).Select(_ => Vector(random))];
        float[] query = Vector(random);
        DenseSearcher searcher = new(_ => query, [.. vectors.Select((_, i) => $"{i}")], vectors);

        IReadOnlyList<Hit> hits = searcher.Search("질문", 5);

        double[] expected = [.. vectors.Select(vector => vector.Zip(query, (a, b) => (double)a * b).Sum())];
        Assert.Equal(Enumerable.Range(0, 50).OrderByDescending(i => expected[i]).Take(5).Select(i => $"{i}"), hits.Select(hit => hit.DocumentId));
        Assert.All(hits, hit => Assert.Equal(expected[int.Parse(hit.DocumentId, CultureInfo.InvariantCulture)], hit.Score, 1e-4));
        Assert.Equal(50 * Width * 4, searcher.ByteLength);
    }

    private static float[] Vector(Random random) => [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f)];
}
