using System.Buffers.Binary;
using System.Text.Unicode;
using KoSparse.Files;
using KoSparse.Tensors;
using Microsoft.Win32.SafeHandles;

namespace KoSparse.Safetensors;

/// <summary>Reads tensors from one safetensors file; safe to share between threads.</summary>
/// <remarks>
/// Nothing in the header is trusted: lengths, offsets, overlaps, types and shapes are checked when the file is opened.
/// Data is read by position straight into the caller's memory: as fast as mapping the file, and a file that shrinks
/// meanwhile is an exception, not a fault of the process.
/// </remarks>
public sealed class SafetensorsReader : ITensorReader
{
    private readonly SafeFileHandle _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, (TensorEntry Entry, long Offset)> _tensors = new(StringComparer.Ordinal);

    private SafetensorsReader(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
        long fileLength = RandomAccess.GetLength(file);
        byte[] header = ReadHeader(fileLength);
        _dataStart = SafetensorsFormat.LengthSize + header.Length;
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        List<(TensorEntry Entry, long Offset)> tensors =
            SafetensorsFormat.ReadHeader(header, fileLength - _dataStart, metadata);
        foreach ((TensorEntry entry, long offset) in tensors)
        {
            _tensors.Add(entry.Name, (entry, offset));
        }

        Tensors = [.. tensors.Select(t => t.Entry)];
        Metadata = metadata;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>The file's free-form texts.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="SafetensorsException">The file is missing, damaged or hostile.</exception>
    public static SafetensorsReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle? file = null;
        try
        {
            InputFile.ThrowIfPointer(path);
            file = File.OpenHandle(path);
            return new SafetensorsReader(path, file);
        }
        catch (InputException e)
        {
            throw new SafetensorsException(e.Message, e);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new SafetensorsException($"{path}: {e.Message.TrimEnd('.')}. Get the file again, or check the path.", e);
        }
    }

    /// <summary>Whether the file has a tensor of this name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Type and shape of a tensor.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor.</exception>
    public TensorEntry Entry(string name) => Find(name).Entry;

    /// <summary>Reads bytes of a tensor, little-endian; tensors above 2 GiB are read in several calls.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Filled to its end.</param>
    /// <param name="offset">First byte within the tensor.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, or the file has shrunk since it was opened.</exception>
    public void Read(string name, Span<byte> destination, long offset = 0)
    {
        (TensorEntry entry, long start) = Find(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, entry.ByteLength - destination.Length);
        ReadExactly(destination, _dataStart + start + offset);
    }

    /// <summary>Reads a whole tensor of numbers as 32-bit floats; halves and bfloat16 are widened.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, it is not of floats, or has more than 2^31 bytes.</exception>
    public float[] ReadSingles(string name)
    {
        return TensorValues.Singles(this, Whole(name))
            ?? throw new SafetensorsException($"{Path}: tensor '{name}' is {Entry(name).Type}, not F32, F16 or BF16.");
    }

    /// <summary>Reads a whole tensor of 32-bit integers.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, it is not I32, or has more than 2^31 bytes.</exception>
    public int[] ReadIntegers(string name)
    {
        TensorEntry entry = Whole(name);
        return entry.Type == TensorType.I32
            ? TensorValues.All<int>(this, entry)
            : throw new SafetensorsException($"{Path}: tensor '{name}' is {entry.Type}, not I32.");
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>A tensor that fits one array.</summary>
    private TensorEntry Whole(string name)
    {
        TensorEntry entry = Entry(name);
        return entry.ByteLength <= int.MaxValue ? entry : throw new SafetensorsException(
            $"{Path}: tensor '{entry.Name}' has {entry.ByteLength} bytes, more than one array holds. Read it in parts with Read.");
    }

    private (TensorEntry Entry, long Offset) Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.TryGetValue(name, out (TensorEntry Entry, long Offset) found)
            ? found
            : throw new SafetensorsException(
                $"{Path}: no tensor '{name}' among {_tensors.Count}. Check that the file belongs to this model.");
    }

    private byte[] ReadHeader(long fileLength)
    {
        if (fileLength < SafetensorsFormat.LengthSize)
        {
            throw new FormatException($"{fileLength} bytes are too few for a safetensors file");
        }

        Span<byte> lengthBytes = stackalloc byte[SafetensorsFormat.LengthSize];
        ReadExactly(lengthBytes, 0);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > (ulong)Math.Min(SafetensorsFormat.MaxHeaderLength, fileLength - SafetensorsFormat.LengthSize))
        {
            throw new FormatException($"a header of {length} bytes in a file of {fileLength}");
        }

        byte[] header = new byte[length];
        ReadExactly(header, SafetensorsFormat.LengthSize);
        return Utf8.IsValid(header) ? header : throw new FormatException("the header is not UTF-8");
    }

    private void ReadExactly(Span<byte> destination, long position)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_file, destination, position);
            if (read == 0)
            {
                throw new SafetensorsException($"{Path}: ends at byte {position}; it was longer when it was opened. Get the file again.");
            }

            destination = destination[read..];
            position += read;
        }
    }
}
