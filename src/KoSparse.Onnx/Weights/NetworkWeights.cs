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
        (ITensorReader file, TensorEntry entry) = Find(name, shape);
        return TensorValues.Singles(file, entry) ?? throw new CheckpointException($"{file.Path}: tensor '{entry.Name}' is {entry.Type}, not F32, F16 or BF16.");
    }

    /// <summary>Reads a tensor as it is where it has floats of 16 bits; null where it has others.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="shape">As of <see cref="Read"/>.</param>
    /// <exception cref="CheckpointException">It is missing, or of another shape.</exception>
    public Half[]? ReadHalves(string name, params long[] shape)
    {
        (ITensorReader file, TensorEntry entry) = Find(name, shape);
        return entry.Type == TensorType.F16 ? TensorValues.All<Half>(file, entry) : null;
    }

    /// <summary>Reads a tensor of whole numbers.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="shape">As of <see cref="Read"/>.</param>
    /// <exception cref="CheckpointException">It is missing, or of another shape or type.</exception>
    public long[] ReadWhole(string name, params long[] shape)
    {
        (ITensorReader file, TensorEntry entry) = Find(name, shape);
        return entry.Type == TensorType.I64 ? TensorValues.All<long>(file, entry)
            : throw new CheckpointException($"{file.Path}: tensor '{entry.Name}' is {entry.Type}, not I64.");
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private string Found(string name) => TensorNames.Candidates(name, family).FirstOrDefault(_files.Contains)
        ?? throw new CheckpointException(
            $"{folder}: tensor '{TensorNames.InCheckpoint(name, family)}' is missing. Check that config.json describes these weights. " +
            "A pretrained encoder is not a trained sparse model: name it as model.name in a config and train it.");

    private (ITensorReader File, TensorEntry Entry) Find(string name, long[] shape)
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

        return entry.ByteLength <= int.MaxValue ? (file, entry) : throw new CheckpointException(
            $"{file.Path}: tensor '{found}' takes more than 2 GiB, which an ONNX graph cannot hold. Run this model by torch.");
    }
}
