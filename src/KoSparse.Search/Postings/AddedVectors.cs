using KoSparse.Vectors;

namespace KoSparse.Search.Postings;

/// <summary>Copies of vectors, one after the other, in chunks that are used again: a collector that follows late does not matter.</summary>
internal sealed class AddedVectors
{
    private const int ChunkLength = 1 << 17; // terms; a vector lies in one chunk

    private readonly List<(int[] Terms, float[] Weights)> _chunks = [];
    private readonly List<(int Chunk, int Start, int Length)> _places = [];
    private int _chunk;
    private int _filled;

    /// <summary>Number of vectors.</summary>
    public int Count => _places.Count;

    /// <summary>Number of terms in all of them.</summary>
    public int TermCount { get; private set; }

    /// <summary>Bytes that they take.</summary>
    public long MemoryBytes => (8L * TermCount) + (12L * Count);

    /// <summary>The terms of a vector, ascending.</summary>
    public ReadOnlySpan<int> Terms(int vector)
    {
        (int chunk, int start, int length) = _places[vector];
        return _chunks[chunk].Terms.AsSpan(start, length);
    }

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<float> Weights(int vector)
    {
        (int chunk, int start, int length) = _places[vector];
        return _chunks[chunk].Weights.AsSpan(start, length);
    }

    /// <summary>Adds a vector.</summary>
    /// <exception cref="OverflowException">They have more than 2^31 − 1 terms.</exception>
    public void Add(SparseVector vector)
    {
        int length = vector.Count;
        TermCount = checked(TermCount + length);
        while (_chunk < _chunks.Count && length > _chunks[_chunk].Terms.Length - _filled)
        {
            (_chunk, _filled) = (_chunk + 1, 0);
        }

        if (_chunk == _chunks.Count)
        {
            int ofChunk = Math.Max(ChunkLength, length);
            _chunks.Add((GC.AllocateUninitializedArray<int>(ofChunk), GC.AllocateUninitializedArray<float>(ofChunk)));
        }

        vector.TokenIds.CopyTo(_chunks[_chunk].Terms.AsSpan(_filled));
        vector.Weights.CopyTo(_chunks[_chunk].Weights.AsSpan(_filled));
        _places.Add((_chunk, _filled, length));
        _filled += length;
    }

    /// <summary>Forgets all of them, and keeps their room.</summary>
    public void Clear()
    {
        _places.Clear();
        (_chunk, _filled, TermCount) = (0, 0, 0);
    }
}
