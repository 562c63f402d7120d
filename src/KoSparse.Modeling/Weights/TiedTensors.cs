using KoSparse.Tensors;
using KoSparse.Weights;

namespace KoSparse.Modeling.Weights;

/// <summary>Tensors that checkpoints hold twice, since the output layer shares the token embeddings and its bias has two names.</summary>
internal static class TiedTensors
{
    private const int Sample = 1 << 20;

    private static readonly Dictionary<string, string> Originals = new(StringComparer.Ordinal)
    {
        ["cls.predictions.decoder.weight"] = "bert.embeddings.word_embeddings.weight",
        ["cls.predictions.decoder.bias"] = "cls.predictions.bias",
        ["lm_head.decoder.weight"] = "roberta.embeddings.word_embeddings.weight",
        ["lm_head.decoder.bias"] = "lm_head.bias",
        ["decoder.weight"] = "model.embeddings.tok_embeddings.weight",
    };

    /// <summary>Whether a tensor repeats another one of the file; an output layer of its own, which the model has no place for, does not.</summary>
    public static bool IsCopy(TensorFolder files, string name)
    {
        if (!Originals.TryGetValue(name, out string? original) || !files.Contains(original))
        {
            return false;
        }

        TensorEntry entry = files.ShardOf(name).Entry(name);
        return entry.Shape.SequenceEqual(files.ShardOf(original).Entry(original).Shape)
            && Start(files, name, entry).AsSpan().SequenceEqual(Start(files, original, entry));
    }

    /// <summary>The first numbers are enough to tell: weights that were trained apart agree in none.</summary>
    private static byte[] Start(TensorFolder files, string name, TensorEntry entry)
    {
        byte[] start = new byte[Math.Min(Sample, entry.ByteLength)];
        files.ShardOf(name).Read(name, start);
        return start;
    }
}
