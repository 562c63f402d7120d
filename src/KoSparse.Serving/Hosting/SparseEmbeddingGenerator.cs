using KoSparse.Serving.Batching;
using KoSparse.Vectors;
using Microsoft.Extensions.AI;

namespace KoSparse.Serving.Hosting;

/// <summary>A model's questions or documents by the interface of Microsoft.Extensions.AI; safe to share between threads, whose texts are encoded together.</summary>
/// <param name="model">The model; its owner disposes it.</param>
/// <param name="kind">What the texts are.</param>
public sealed class SparseEmbeddingGenerator(ServedModel model, TextKind kind) : IEmbeddingGenerator<string, SparseEmbedding>
{
    /// <summary>Texts that one caller has in work at a time, so that others have their turn.</summary>
    private const int AtOnce = 32;

    /// <inheritdoc/>
    /// <exception cref="Faults.ServiceException">More texts of all callers wait than may, or the model fails.</exception>
    public async Task<GeneratedEmbeddings<SparseEmbedding>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        GeneratedEmbeddings<SparseEmbedding> embeddings = [];
        foreach (string[] texts in values.Chunk(AtOnce))
        {
            foreach (SparseVector vector in await model.EncodeAsync(kind, texts, cancellationToken))
            {
                embeddings.Add(new SparseEmbedding(vector, model.VocabularySize) { ModelId = model.Name });
            }
        }

        return embeddings;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("kosparse", null, model.Name, model.VocabularySize)
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(model) ? model
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The model is its owner's.
    }
}
