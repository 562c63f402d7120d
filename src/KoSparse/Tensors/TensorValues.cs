using System.Runtime.InteropServices;

namespace KoSparse.Tensors;

/// <summary>Whole tensors as arrays, row-major.</summary>
public static class TensorValues
{
    /// <summary>The numbers of a tensor in 32 bits: those of 16 bits are widened, each exactly.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="entry">The tensor.</param>
    /// <returns>Null where they are not F32, F16 or BF16.</returns>
    /// <exception cref="OverflowException">It has more than 2³¹ bytes.</exception>
    public static float[]? Singles(ITensorReader file, TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Type switch
        {
            TensorType.F32 => All<float>(file, entry),
            TensorType.F16 => HalfNumbers.Widened(All<Half>(file, entry)),
            TensorType.BF16 => Array.ConvertAll(All<ushort>(file, entry), bits => BitConverter.Int32BitsToSingle(bits << 16)),
            _ => null,
        };
    }

    /// <summary>The elements of a tensor as they are.</summary>
    /// <typeparam name="T">Of the size of an element.</typeparam>
    /// <param name="file">Its file.</param>
    /// <param name="entry">The tensor.</param>
    /// <exception cref="OverflowException">It has more than 2³¹ bytes.</exception>
    public static T[] All<T>(ITensorReader file, TensorEntry entry)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(entry);
        _ = checked((int)entry.ByteLength);
        T[] values = new T[entry.Count];
        file.Read(entry.Name, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
