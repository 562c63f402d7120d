using System.Buffers;

namespace KoSparse.Search.Storage;

/// <summary>Bytes that are added one after the other and read once, from the first: the newest in memory, the others in a file.</summary>
/// <param name="scratch">Where they go.</param>
internal sealed class SpilledBytes(Scratch scratch)
{
    private const int InMemory = 1 << 16;

    private readonly ArrayBufferWriter<byte> _newest = new();
    private Stream? _file;

    /// <summary>Number of bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (scratch.HasFiles && _newest.WrittenCount + bytes.Length > InMemory)
        {
            _file ??= scratch.New();
            _file.Write(_newest.WrittenSpan);
            _newest.ResetWrittenCount();
        }

        _newest.Write(bytes);
        Length += bytes.Length;
    }

    /// <summary>Writes all of them.</summary>
    public void CopyTo(Stream output)
    {
        if (_file is not null)
        {
            _file.Position = 0;
            _file.CopyTo(output);
        }

        output.Write(_newest.WrittenSpan);
    }
}
