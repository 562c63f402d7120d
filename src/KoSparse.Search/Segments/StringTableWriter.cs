using System.Runtime.InteropServices;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Collects byte strings and writes them as a <see cref="StringTable"/>: where each starts, and then all of them.</summary>
internal sealed class StringTableWriter
{
    private readonly SpilledBytes _starts;
    private readonly SpilledBytes _strings;

    /// <summary>Starts a table.</summary>
    public StringTableWriter(Scratch scratch)
    {
        (_starts, _strings) = (new SpilledBytes(scratch), new SpilledBytes(scratch));
        AddStart();
    }

    /// <summary>Number of strings so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the next string.</summary>
    /// <exception cref="OverflowException">All strings together are longer than 2 GiB.</exception>
    public void Add(ReadOnlySpan<byte> text)
    {
        _strings.Add(text);
        AddStart();
        Count++;
    }

    /// <summary>Writes the table at the current position.</summary>
    public StringTableLayout Write(Stream output)
    {
        long offset = output.Position;
        _starts.CopyTo(output);
        _strings.CopyTo(output);
        return new StringTableLayout(offset, Count);
    }

    private void AddStart()
    {
        int start = checked((int)_strings.Length);
        _starts.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in start)));
    }
}
