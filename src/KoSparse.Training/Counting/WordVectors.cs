using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Counting;

// Shapes: N tokens that were counted, K directions that are looked for, D dimensions.

/// <summary>Vectors of tokens that are alike where the tokens stand beside the same others.</summary>
/// <remarks>
/// Positive pointwise mutual information with a smoothed context distribution, and its leading singular vectors, weighted by
/// the root of their singular values (Levy, Goldberg and Dagan, "Improving Distributional Similarity with Lessons Learned from
/// Word Embeddings", 2015); these by a randomised range finder (Halko, Martinsson and Tropp, 2011, arXiv:0909.4061).
/// </remarks>
internal static class WordVectors
{
    /// <summary>Exponent of the context counts: below 1, rare contexts say less.</summary>
    private const double Smoothing = 0.75;

    /// <summary>Directions beyond those wanted, which make the wanted ones exact.</summary>
    private const int Spare = 40;

    /// <summary>Products with the matrix and its transpose that sharpen the range.</summary>
    private const int Iterations = 4;

    /// <summary>Vectors of length 1, N × D; the caller owns them. A token that stands beside nothing has zeros.</summary>
    /// <param name="counts">Counted in a corpus.</param>
    /// <param name="dimensions">Length of the vectors; fewer where there are fewer tokens.</param>
    /// <param name="seed">Decides where the range finder starts.</param>
    public static Tensor Of(Cooccurrences counts, int dimensions, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor informationNN = Information(counts);
        long wanted = Math.Min(dimensions + Spare, counts.Tokens.Count);
        manual_seed(seed);
        Tensor rangeNK = randn(counts.Tokens.Count, wanted);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            using DisposeScope step = NewDisposeScope();
            Tensor leftNK = linalg.qr(informationNN.mm(rangeNK)).Q;
            rangeNK = linalg.qr(informationNN.t().mm(leftNK)).Q.MoveToOuterDisposeScope();
        }

        (Tensor leftNK1, Tensor valuesK, Tensor _) = linalg.svd(informationNN.mm(rangeNK), fullMatrices: false);
        long kept = Math.Min(dimensions, wanted);
        Tensor vectorsND = leftNK1.narrow(1, 0, kept) * valuesK.narrow(0, 0, kept).sqrt();
        return nn.functional.normalize(vectorsND, 2, 1).MoveToOuterDisposeScope();
    }

    /// <summary>max(0, log p(a, b) / (p(a) · p'(b))), N × N.</summary>
    private static Tensor Information(Cooccurrences counts)
    {
        int size = counts.Tokens.Count;
        double[] sums = [.. Enumerable.Range(0, size).AsParallel().AsOrdered().Select(row => counts.Row(row).Sum(count => (double)count))];
        double total = sums.Sum(sum => Math.Pow(sum, Smoothing));
        double[] logContexts = [.. sums.Select(sum => Math.Log(Math.Pow(sum, Smoothing) / total))];
        Tensor informationNN = empty(size, size);
        Parallel.For(0, size, row =>
        {
            IReadOnlyList<int> beside = counts.Row(row);
            float[] values = new float[size];
            for (int column = 0; column < size; column++)
            {
                values[column] = beside[column] == 0 ? 0 : (float)Math.Max(0, Math.Log(beside[column] / sums[row]) - logContexts[column]);
            }

            using Tensor rowN = informationNN[row];
            MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(rowN.bytes);
        });
        return informationNN;
    }
}
