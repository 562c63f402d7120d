using KoSparse.Encoding.Configuration;
using KoSparse.Safetensors;
using KoSparse.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Weights;

/// <summary>Tensors into safetensors files, and out of these and older ones.</summary>
public static class TensorFile
{
    /// <summary>Writes named tensors; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Tensors on any device; not disposed.</param>
    /// <param name="metadata">Free text by name.</param>
    public static void Write(
        string path, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        TensorEntry[] entries = [.. tensors.Select(t => new TensorEntry(t.Name, TypeOf(t.Tensor.dtype), t.Tensor.shape))];
        using var writer = new SafetensorsWriter(path, entries, metadata);
        foreach ((string name, Tensor tensor) in tensors)
        {
            using Tensor plain = tensor.detach().cpu().contiguous();
            writer.Write(name, plain.bytes);
        }

        writer.Complete();
    }

    /// <summary>Fills a tensor from a file, converting 16-bit floats where needed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The tensor's name in the file.</param>
    /// <param name="target">Tensor of the same shape; filled in place.</param>
    /// <exception cref="CheckpointException">The shapes differ.</exception>
    public static void Read(ITensorReader file, string name, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(target);
        TensorEntry entry = file.Entry(name);
        if (!entry.Shape.SequenceEqual(target.shape))
        {
            throw new CheckpointException(
                $"{file.Path}: tensor '{name}' has shape [{string.Join(", ", entry.Shape)}], the model needs " +
                $"[{string.Join(", ", target.shape)}]. Check that config.json and the tokenizer belong to these weights.");
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        target.copy_(Read(file, name));
    }

    /// <summary>A tensor as it stands in a file; the caller owns it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The tensor's name there.</param>
    public static Tensor Read(ITensorReader file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        TensorEntry entry = file.Entry(name);
        Tensor read = empty(entry.Shape.ToArray(), TypeOf(entry.Type));
        file.Read(name, read.bytes);
        return read;
    }

    private static TensorType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => TensorType.F32,
        ScalarType.Float16 => TensorType.F16,
        ScalarType.BFloat16 => TensorType.BF16,
        ScalarType.Int64 => TensorType.I64,
        ScalarType.Int32 => TensorType.I32,
        ScalarType.Byte => TensorType.U8,
        ScalarType.Bool => TensorType.Bool,
        _ => throw new NotSupportedException($"Tensors of type {type} are not written."),
    };

    private static ScalarType TypeOf(TensorType type) => type switch
    {
        TensorType.F32 => ScalarType.Float32,
        TensorType.F16 => ScalarType.Float16,
        TensorType.BF16 => ScalarType.BFloat16,
        TensorType.I64 => ScalarType.Int64,
        TensorType.I32 => ScalarType.Int32,
        TensorType.U8 => ScalarType.Byte,
        TensorType.Bool => ScalarType.Bool,
        _ => throw new NotSupportedException($"Tensors of type {type} are not read."),
    };
}
