using KoSparse.Files;
using KoSparse.Modeling.Weights;
using KoSparse.Safetensors;
using static TorchSharp.torch;

namespace KoSparse.Training.Checkpoints;

/// <summary>Tensors in a folder for as long as a run takes, so that an interrupted one need not compute them again.</summary>
/// <param name="folder">Made when the first tensor is kept.</param>
/// <param name="origin">Says what they were computed from: tensors of another origin are computed anew.</param>
internal sealed class KeptTensors(string folder, string origin)
{
    private const string Name = "tensor", Origin = "origin";

    /// <summary>A tensor that was kept, or that is computed and kept now; the caller owns it.</summary>
    /// <param name="file">Name of its file, without extension.</param>
    /// <param name="compute">Computes it.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public Tensor GetOrAdd(string file, Func<Tensor> compute) => GetOrAdd(file, () => [(Name, compute())])[Name];

    /// <summary>Tensors that were kept together, or that are computed and kept now, by name; the caller owns them.</summary>
    /// <param name="file">Name of their file, without extension.</param>
    /// <param name="compute">Computes them.</param>
    /// <exception cref="IOException">They could not be written.</exception>
    public IReadOnlyDictionary<string, Tensor> GetOrAdd(string file, Func<IReadOnlyList<(string Name, Tensor Tensor)>> compute)
    {
        string path = Path.Combine(folder, $"{file}.safetensors");
        if (Find(path) is { } kept)
        {
            return kept;
        }

        IReadOnlyList<(string Name, Tensor Tensor)> computed = compute();
        Directory.CreateDirectory(folder);
        TensorFile.Write(path, computed, new Dictionary<string, string> { [Origin] = origin });
        return computed.ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
    }

    /// <summary>Removes all of them.</summary>
    public void Remove() => WholeFolder.Remove(folder);

    private Dictionary<string, Tensor>? Find(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using SafetensorsReader file = SafetensorsReader.Open(path);
            return file.Metadata.GetValueOrDefault(Origin) == origin
                ? file.Tensors.ToDictionary(t => t.Name, t => TensorFile.Read(file, t.Name), StringComparer.Ordinal)
                : null;
        }
        catch (SafetensorsException)
        {
            return null; // damaged: computed again
        }
    }
}
