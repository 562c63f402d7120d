using System.Runtime.InteropServices;
using KoSparse.Encoding.Configuration;
using KoSparse.Safetensors;
using KoSparse.Tensors;

namespace KoSparse.Encoding.Export;

/// <summary>Weights in 16 bits (IEEE 754 binary16): half the bytes, eleven significant bits.</summary>
internal static class HalfWeights
{
    /// <summary>Writes the tensors of a safetensors file with 16-bit floats in the place of others.</summary>
    /// <exception cref="CheckpointException">A weight is too large for 16 bits, 65,504 at most.</exception>
    public static void Write(string source, string target)
    {
        using SafetensorsReader file = SafetensorsReader.Open(source);
        using var writer = new SafetensorsWriter(
            target,
            [.. file.Tensors.Select(entry => entry with { Type = TensorType.F16 })],
            new Dictionary<string, string> { ["format"] = "pt" });
        foreach (TensorEntry entry in file.Tensors)
        {
            Half[] halves = Array.ConvertAll(file.ReadSingles(entry.Name), weight => (Half)weight);
            if (!halves.All(Half.IsFinite))
            {
                throw new CheckpointException(
                    $"{source}: '{entry.Name}' has weights beyond 65,504, the largest of 16 bits. Export without --half.");
            }

            writer.Write(entry.Name, MemoryMarshal.AsBytes(halves.AsSpan()));
        }

        writer.Complete();
    }
}
