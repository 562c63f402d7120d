using System.Runtime.InteropServices;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Weights;
using KoSparse.Files;
using KoSparse.Safetensors;
using KoSparse.Tensors;
using KoSparse.Weights;

namespace KoSparse.Encoding.Export;

/// <summary>The weights of an export: one safetensors file, whatever form they had.</summary>
/// <remarks>
/// KoSparse leaves special tokens and punctuation out of every vector. Who pools the logits without knowing that does so too: the output
/// layer's bias of these tokens is so low that no logit of theirs is positive.
/// </remarks>
internal static class ExportedWeights
{
    private const int PieceSize = 1 << 24;

    /// <summary>Far below any logit, and within 16 bits.</summary>
    private const float Silent = -10_000;

    /// <summary>Writes the weights of a folder.</summary>
    /// <param name="folder">The network's.</param>
    /// <param name="target">The file.</param>
    /// <param name="half">Whether floats are written in 16 bits (IEEE 754 binary16): half the bytes, eleven significant bits.</param>
    /// <param name="family">The network's family, which names its tensors.</param>
    /// <param name="wordless">Tokens that never stand in a vector.</param>
    /// <exception cref="CheckpointException">A weight is too large for 16 bits, 65,504 at most.</exception>
    public static void Write(string folder, string target, bool half, EncoderFamily family, IReadOnlySet<int> wordless)
    {
        string whole = Path.Combine(folder, ModelFiles.Weights);
        using TensorFolder files = TensorFolder.Open(folder);
        TensorEntry[] entries = [.. files.Tensors];
        HashSet<string> biases = [.. TensorNames.Candidates("head.bias", family), TensorNames.OutputLayer(family).Replace(".weight", ".bias", StringComparison.Ordinal)];
        if (!half && File.Exists(whole) && !entries.Any(entry => biases.Contains(entry.Name)))
        {
            File.Copy(whole, target);
            return;
        }

        using var writer = new SafetensorsWriter(
            target,
            [.. entries.Select(entry => half && IsFloat(entry) ? entry with { Type = TensorType.F16 } : entry)],
            new Dictionary<string, string> { ["format"] = "pt" });
        foreach (TensorEntry entry in entries)
        {
            byte[] bytes = Bytes(files.ShardOf(entry.Name), entry);
            if (biases.Contains(entry.Name))
            {
                Silence(bytes, entry.Type, wordless);
            }

            writer.Write(entry.Name, half && IsFloat(entry) ? Halved(bytes, entry, files.ShardOf(entry.Name).Path) : bytes);
        }

        writer.Complete();
    }

    private static void Silence(byte[] bias, TensorType type, IReadOnlySet<int> wordless)
    {
        foreach (int id in wordless)
        {
            switch (type)
            {
                case TensorType.F32:
                    MemoryMarshal.Cast<byte, float>(bias.AsSpan())[id] = Silent;
                    break;
                case TensorType.F16:
                    MemoryMarshal.Cast<byte, Half>(bias.AsSpan())[id] = (Half)Silent;
                    break;
                case TensorType.BF16:
                    MemoryMarshal.Cast<byte, ushort>(bias.AsSpan())[id] = (ushort)(BitConverter.SingleToInt32Bits(Silent) >> 16);
                    break;
            }
        }
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

    private static ReadOnlySpan<byte> Halved(byte[] bytes, TensorEntry entry, string path)
    {
        Half[] halves = entry.Type switch
        {
            TensorType.F32 => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(weight => (Half)weight)],
            TensorType.BF16 => [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(bits => (Half)BitConverter.Int32BitsToSingle(bits << 16))],
            _ => MemoryMarshal.Cast<byte, Half>(bytes).ToArray(),
        };
        return halves.All(Half.IsFinite)
            ? MemoryMarshal.AsBytes(halves.AsSpan())
            : throw new CheckpointException(
                $"{path}: '{entry.Name}' has weights beyond 65,504, the largest of 16 bits. Export without --half.");
    }
}
