using KoSparse.Vectors;
using Microsoft.Extensions.AI;

namespace KoSparse.Serving.Hosting;

/// <summary>A sparse vector as an embedding of Microsoft.Extensions.AI.</summary>
/// <param name="vector">The vector.</param>
/// <param name="dimensions">Number of tokens in the vocabulary.</param>
public sealed class SparseEmbedding(SparseVector vector, int dimensions) : Embedding
{
    /// <summary>Token ids, ascending.</summary>
    public ReadOnlyMemory<int> Indices { get; } = (vector ?? throw new ArgumentNullException(nameof(vector))).TokenIds.ToArray();

    /// <summary>Their weights, positive.</summary>
    public ReadOnlyMemory<float> Values { get; } = vector.Weights.ToArray();

    /// <inheritdoc/>
    public override int Dimensions { get; } = dimensions;
}
