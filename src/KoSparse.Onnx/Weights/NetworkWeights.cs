using System.Runtime.InteropServices;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Weights;
using KoSparse.Tensors;
using KoSparse.Weights;

namespace KoSparse.Onnx.Weights;

/// <summary>The tensors of a trained model's folder by our names, whatever its family calls them.</summary>
/// <param name="folder">The folder.</param>
/// <param name="family">The family.</param>
internal sealed class NetworkWeights(string folder, EncoderFamily family) : IDisposable
{
    private readonly TensorFolder _files = TensorFolder.Open(folder);

    /// <summary>Fails where one of some tensors is missing, or the output layer is not the token embeddings.</summary>
    /// <exception cref="CheckpointException">It is.</exception>
    public void Require(IEnumerable<string> names)
    {
        TiedTensors.ThrowIfUntied(_files, folder, family);
        foreach (string name in names)
        {
            _ = Found(name);
        }
    }

    /// <summary>Reads a tensor, row-major; 16-bit floats are widened.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="shape">What the model's config says of its shape.</param>
    /// <exception cref="CheckpointException">It is missing, or of another shape or type.</exception>
    public float[] Read(string name, params long[] shape)
    {
        string found = Found(name);
        ITensorReader file = _files.ShardOf(found);
        TensorEntry entry = file.Entry(found);
        if (!entry.Shape.SequenceEqual(shape))
        {
            throw new CheckpointException(
                $"{file.Path}: tensor '{found}' has shape [{string.Join(", ", entry.Shape)}], the model needs " +
                $"[{string.Join(", ", shape)}]. Check that config.json and the tokenizer belong to these weights.");
        }

        return entry.Type switch
        {
            TensorType.F32 => All<float>(file, entry),
            TensorType.F16 => HalfNumbers.Widened(All<Half>(file, entry)),
            TensorType.BF16 => Array.ConvertAll(All<ushort>(file, entry), bits => BitConverter.Int32BitsToSingle(bits << 16)),
            _ => throw new CheckpointException($"{file.Path}: tensor '{found}' is {entry.Type}, not F32, F16 or BF16."),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private string Found(string name) => TensorNames.Candidates(name, family).FirstOrDefault(_files.Contains)
        ?? throw new CheckpointException(
            $"{folder}: tensor '{TensorNames.InCheckpoint(name, family)}' is missing. Check that config.json describes these weights. " +
            "A pretrained encoder is not a trained sparse model: name it as model.name in a config and train it.");

    private static T[] All<T>(ITensorReader file, TensorEntry entry)
        where T : unmanaged
    {
        if (entry.ByteLength > int.MaxValue)
        {
            throw new CheckpointException($"{file.Path}: tensor '{entry.Name}' takes more than 2 GiB, which an ONNX graph cannot hold. Run this model by torch.");
        }

        T[] values = new T[entry.Count];
        file.Read(entry.Name, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
