using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: Q queries, D documents of the batch.

/// <summary>Contrastive loss over the documents of the batch (van den Oord et al., 2018, arXiv:1807.03748).</summary>
/// <remarks><c>−log softmax(sim(q, ·)/T)[positive]</c>, mean over the queries.</remarks>
internal static class InfoNceLoss
{
    /// <summary>Computes the loss; the positive of query i is document i.</summary>
    /// <param name="similarityQD">Similarities.</param>
    /// <param name="excludedQD">True where a document may be relevant to another's query: such a pair is no negative.</param>
    /// <param name="temperature">Divides the similarities.</param>
    public static Tensor Compute(Tensor similarityQD, Tensor excludedQD, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logitsQD = (similarityQD / temperature).masked_fill(excludedQD, double.NegativeInfinity);
        Tensor targetsQ = arange(similarityQD.shape[0], int64, similarityQD.device);
        return nn.functional.cross_entropy(logitsQD, targetsQ).MoveToOuterDisposeScope();
    }
}
