namespace KoSparse.Tensors;

/// <summary>A file of named tensors, whatever its form.</summary>
public interface ITensorReader : IDisposable
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>The tensors of the file.</summary>
    IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>Type and shape of a tensor; an exception of the form when there is none of this name.</summary>
    TensorEntry Entry(string name);

    /// <summary>Reads bytes of a tensor, little-endian, row-major; tensors above 2 GiB are read in several calls.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Filled to its end.</param>
    /// <param name="offset">First byte within the tensor.</param>
    void Read(string name, Span<byte> destination, long offset = 0);
}
