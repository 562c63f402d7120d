using KoSparse.Encoding.Configuration;
using KoSparse.Tensors;
using KoSparse.Weights;

namespace KoSparse.Encoding.Weights;

/// <summary>Tensors that checkpoints hold twice, since the output layer shares the token embeddings and its bias has two names.</summary>
public static class TiedTensors
{
    private const int Sample = 1 << 20;

    /// <summary>Whether a tensor repeats another one of the model; an output layer of its own, which ours have no place for, does not.</summary>
    /// <param name="files">The model's tensors.</param>
    /// <param name="name">A name among them.</param>
    /// <param name="family">The model's family.</param>
    public static bool IsCopy(TensorFolder files, string name, EncoderFamily family)
    {
        ArgumentNullException.ThrowIfNull(files);
        string layer = TensorNames.OutputLayer(family);
        string? repeated = name == layer ? TensorNames.Words(family)
            : name == layer.Replace(".weight", ".bias", StringComparison.Ordinal) ? "head.bias" : null;
        string? original = repeated is null ? null : TensorNames.Candidates(repeated, family).FirstOrDefault(files.Contains);
        if (original is null || original == name)
        {
            return false;
        }

        TensorEntry entry = files.ShardOf(name).Entry(name);
        return entry.Shape.SequenceEqual(files.ShardOf(original).Entry(original).Shape)
            && Start(files, name, entry).AsSpan().SequenceEqual(Start(files, original, entry));
    }

    /// <summary>Refuses a model whose output layer differs from its token embeddings: its vectors would be others than its owner's.</summary>
    /// <param name="files">The model's tensors.</param>
    /// <param name="folder">Where they lie.</param>
    /// <param name="family">The model's family.</param>
    /// <exception cref="CheckpointException">It does.</exception>
    public static void ThrowIfUntied(TensorFolder files, string folder, EncoderFamily family)
    {
        ArgumentNullException.ThrowIfNull(files);
        string layer = TensorNames.OutputLayer(family);
        if (files.Contains(layer) && !IsCopy(files, layer, family))
        {
            throw new CheckpointException(
                $"{folder}: '{layer}' is an output layer of its own (tie_word_embeddings false); KoSparse computes with the token " +
                "embeddings as output layer. Name the model as model.name in a config and train it so, or choose another.");
        }
    }

    /// <summary>The first numbers are enough to tell: weights that were trained apart agree in none.</summary>
    private static byte[] Start(TensorFolder files, string name, TensorEntry entry)
    {
        byte[] start = new byte[Math.Min(Sample, entry.ByteLength)];
        files.ShardOf(name).Read(name, start);
        return start;
    }
}
