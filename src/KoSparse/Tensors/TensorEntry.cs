namespace KoSparse.Tensors;

/// <summary>A tensor's place in a file's table.</summary>
/// <param name="Name">The checkpoint's name of the tensor.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Length of each axis, row-major; empty for a single number.</param>
public sealed record TensorEntry(string Name, TensorType Type, IReadOnlyList<long> Shape)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>Size of the data in bytes.</summary>
    public long ByteLength => checked(Count * Type.Size);
}
