using KoSparse.Files;
using KoSparse.Modeling.Weights;
using KoSparse.Safetensors;
using static TorchSharp.torch;

namespace KoSparse.Training.Fitting;

/// <summary>Tensors in a folder for as long as a run takes, so that an interrupted one need not compute them again.</summary>
/// <param name="folder">Made when the first tensor is kept.</param>
/// <param name="origin">Says what they were computed from: tensors of another origin are computed anew.</param>
internal sealed class KeptTensors(string folder, string origin)
{
    private const string Name = "tensor", Origin = "origin";

    /// <summary>A tensor that was kept, or that is computed and kept now; the caller owns it.</summary>
    /// <param name="name">Name of its file, without extension.</param>
    /// <param name="compute">Computes it.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public Tensor GetOrAdd(string name, Func<Tensor> compute)
    {
        string path = Path.Combine(folder, $"{name}.safetensors");
        if (Find(path) is { } kept)
        {
            return kept;
        }

        Tensor computed = compute();
        Directory.CreateDirectory(folder);
        TensorFile.Write(path, [(Name, computed)], new Dictionary<string, string> { [Origin] = origin });
        return computed;
    }

    /// <summary>Removes all of them.</summary>
    public void Remove() => WholeFolder.Remove(folder);

    private Tensor? Find(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using SafetensorsReader file = SafetensorsReader.Open(path);
            return file.Metadata.GetValueOrDefault(Origin) == origin ? TensorFile.Read(file, Name) : null;
        }
        catch (SafetensorsException)
        {
            return null; // damaged: computed again
        }
    }
}
