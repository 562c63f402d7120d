using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: Q queries, D documents, N mined negatives.

/// <summary>Triplet margin loss over the mined negatives.</summary>
/// <remarks><c>max(0, m − sim(q,p) + sim(q,n))</c>, mean over the negatives.</remarks>
internal static class MarginLoss
{
    /// <summary>Computes the loss; documents from index Q on are the negatives, in the order of <paramref name="ownersN"/>.</summary>
    /// <param name="similarityQD">Similarities; the positive of query i is document i.</param>
    /// <param name="ownersN">The query that each negative belongs to.</param>
    /// <param name="margin">The margin m.</param>
    public static Tensor Compute(Tensor similarityQD, Tensor ownersN, double margin)
    {
        using DisposeScope scope = NewDisposeScope();
        long queries = similarityQD.shape[0];
        if (ownersN.shape[0] == 0)
        {
            return (similarityQD.sum() * 0).MoveToOuterDisposeScope();
        }

        Tensor positivesN = similarityQD.diagonal().index_select(0, ownersN);
        Tensor negativesN = similarityQD.narrow(1, queries, ownersN.shape[0]).t().gather(1, ownersN.unsqueeze(1)).squeeze(1);
        return (margin - positivesN + negativesN).relu().mean().MoveToOuterDisposeScope();
    }
}
