using System.Runtime.InteropServices;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Safetensors;
using KoSparse.Tensors;
using KoSparse.Weights;

namespace KoSparse.Encoding.Export;

/// <summary>The weights of an export: one safetensors file, whatever form they had.</summary>
internal static class ExportedWeights
{
    private const int PieceSize = 1 << 24;

    /// <summary>Writes the weights of a folder.</summary>
    /// <param name="folder">The network's.</param>
    /// <param name="target">The file.</param>
    /// <param name="half">Whether floats are written in 16 bits (IEEE 754 binary16): half the bytes, eleven significant bits.</param>
    /// <exception cref="CheckpointException">A weight is too large for 16 bits, 65,504 at most.</exception>
    public static void Write(string folder, string target, bool half)
    {
        string whole = Path.Combine(folder, ModelFiles.Weights);
        if (!half && File.Exists(whole))
        {
            File.Copy(whole, target);
            return;
        }

        using TensorFolder files = TensorFolder.Open(folder);
        TensorEntry[] entries = [.. files.Tensors];
        using var writer = new SafetensorsWriter(
            target,
            [.. entries.Select(entry => half && IsFloat(entry) ? entry with { Type = TensorType.F16 } : entry)],
            new Dictionary<string, string> { ["format"] = "pt" });
        foreach (TensorEntry entry in entries)
        {
            writer.Write(entry.Name, half && IsFloat(entry) ? Halved(files.ShardOf(entry.Name), entry) : Bytes(files.ShardOf(entry.Name), entry));
        }

        writer.Complete();
    }

    private static bool IsFloat(TensorEntry entry) => entry.Type is TensorType.F32 or TensorType.F16 or TensorType.BF16;

    private static byte[] Bytes(ITensorReader file, TensorEntry entry)
    {
        if (entry.ByteLength > Array.MaxLength)
        {
            throw new CheckpointException($"{file.Path}: tensor '{entry.Name}' takes more than 2 GiB. Export from a model.safetensors, which is copied as it is.");
        }

        byte[] bytes = new byte[entry.ByteLength];
        for (int start = 0; start < bytes.Length; start += PieceSize)
        {
            file.Read(entry.Name, bytes.AsSpan(start, Math.Min(PieceSize, bytes.Length - start)), start);
        }

        return bytes;
    }

    private static ReadOnlySpan<byte> Halved(ITensorReader file, TensorEntry entry)
    {
        byte[] bytes = Bytes(file, entry);
        Half[] halves = entry.Type switch
        {
            TensorType.F32 => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(weight => (Half)weight)],
            TensorType.BF16 => [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(bits => (Half)BitConverter.Int32BitsToSingle(bits << 16))],
            _ => MemoryMarshal.Cast<byte, Half>(bytes).ToArray(),
        };
        return halves.All(Half.IsFinite)
            ? MemoryMarshal.AsBytes(halves.AsSpan())
            : throw new CheckpointException(
                $"{file.Path}: '{entry.Name}' has weights beyond 65,504, the largest of 16 bits. Export without --half.");
    }
}
