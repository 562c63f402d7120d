using KoSparse.Tensors;

namespace KoSparse.Pickles;

/// <summary>Numbers that tensors of a checkpoint look into.</summary>
/// <param name="Key">Name of the storage in the file.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Count">Number of its elements.</param>
internal sealed record Storage(string Key, TensorType Type, long Count)
{
    /// <summary>Size in bytes.</summary>
    public long ByteLength => checked(Count * ElementSize);

    /// <summary>Bytes of one element.</summary>
    public int ElementSize => Type.Size;
}
