using System.Runtime.InteropServices;

namespace KoSparse.Search.Segments;

/// <summary>Reads what a <see cref="PostingRunWriter"/> wrote, term by term.</summary>
internal sealed class PostingRunReader
{
    private readonly Stream _run;
    private readonly long _length; // a file asks the system for it, each time
    private byte[] _term = [];
    private int _termLength;

    /// <summary>Begins with the first term.</summary>
    /// <param name="run">The run, from its first byte.</param>
    public PostingRunReader(Stream run)
    {
        (_run, _length) = (run, run.Length);
        _run.Position = 0;
        Next();
    }

    /// <summary>Whether there is a term.</summary>
    public bool HasTerm { get; private set; }

    /// <summary>The term; valid until the next one.</summary>
    public ReadOnlySpan<byte> Term => _term.AsSpan(0, _termLength);

    /// <summary>Number of its postings.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the postings of the term, and goes on to the next.</summary>
    /// <param name="documents">Takes <see cref="Count"/> documents.</param>
    /// <param name="weights">Takes their weights.</param>
    public void Read(Span<int> documents, Span<float> weights)
    {
        _run.ReadExactly(MemoryMarshal.AsBytes(documents));
        _run.ReadExactly(MemoryMarshal.AsBytes(weights));
        Next();
    }

    private void Next()
    {
        HasTerm = _run.Position < _length;
        if (HasTerm)
        {
            Span<int> head = stackalloc int[2];
            _run.ReadExactly(MemoryMarshal.AsBytes(head));
            (_termLength, Count) = (head[0], head[1]);
            _term = _term.Length < _termLength ? new byte[2 * _termLength] : _term;
            _run.ReadExactly(_term.AsSpan(0, _termLength));
        }
    }
}
