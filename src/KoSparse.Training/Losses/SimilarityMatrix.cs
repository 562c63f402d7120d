using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: A and B texts, V vocabulary.

/// <summary>Similarities of every pair of two sets of vectors.</summary>
internal static class SimilarityMatrix
{
    private const double Epsilon = 1e-8;

    /// <summary>A × B; the caller owns it.</summary>
    public static Tensor Compute(Tensor leftAV, Tensor rightBV, Similarity similarity)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor dotsAB = leftAV.mm(rightBV.t());
        if (similarity == Similarity.Dot)
        {
            return dotsAB.MoveToOuterDisposeScope();
        }

        // Dividing the small matrix saves two copies of the large ones.
        Tensor lengthsA1 = leftAV.square().sum(1, keepdim: true).add(Epsilon).sqrt();
        Tensor lengthsB1 = rightBV.square().sum(1, keepdim: true).add(Epsilon).sqrt();
        return (dotsAB / lengthsA1 / lengthsB1.t()).MoveToOuterDisposeScope();
    }
}
