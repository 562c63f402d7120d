using System.Collections;

namespace KoSparse.Search.Segments;

/// <summary>Documents of a segment, a bit for each up to the last one.</summary>
internal sealed class DocumentSet : IEnumerable<int>
{
    private ulong[] _bits = [];

    /// <summary>Number of documents.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it holds a document.</summary>
    public bool Contains(int document) => document >> 6 < _bits.Length && (_bits[document >> 6] >> (document & 63) & 1) == 1;

    /// <summary>Adds a document.</summary>
    /// <returns>Whether it was not there.</returns>
    public bool Add(int document)
    {
        if (Contains(document))
        {
            return false;
        }

        if (document >> 6 >= _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max((document >> 6) + 1, 2 * _bits.Length));
        }

        _bits[document >> 6] |= 1ul << (document & 63);
        Count++;
        return true;
    }

    /// <summary>Removes all documents.</summary>
    public void Clear() => (_bits, Count) = ([], 0);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => Enumerable.Range(0, 64 * _bits.Length).Where(Contains).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
