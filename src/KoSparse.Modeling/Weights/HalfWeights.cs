using KoSparse.Safetensors;
using KoSparse.Tensors;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Weights;

/// <summary>Weights in 16 bits (IEEE 754 binary16): half the bytes, eleven significant bits.</summary>
public static class HalfWeights
{
    /// <summary>Writes the tensors of a safetensors file with 16-bit floats in the place of 32-bit ones.</summary>
    /// <exception cref="CheckpointException">A weight is too large for 16 bits, 65,504 at most.</exception>
    public static void Write(string source, string target)
    {
        using SafetensorsReader file = SafetensorsReader.Open(source);
        List<(string Name, Tensor Tensor)> halves = [];
        try
        {
            foreach (TensorEntry entry in file.Tensors)
            {
                Tensor half = empty(entry.Shape.ToArray(), ScalarType.Float16);
                halves.Add((entry.Name, half));
                TensorFile.Read(file, entry.Name, half);
                using Tensor finite = half.isfinite().all();
                if (!finite.item<bool>())
                {
                    throw new CheckpointException(
                        $"{source}: '{entry.Name}' has weights beyond 65,504, the largest of 16 bits. Export without --half.");
                }
            }

            TensorFile.Write(target, halves, new Dictionary<string, string> { ["format"] = "pt" });
        }
        finally
        {
            halves.ForEach(half => half.Tensor.Dispose());
        }
    }
}
