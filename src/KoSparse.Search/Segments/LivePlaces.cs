using System.Numerics;

namespace KoSparse.Search.Segments;

/// <summary>Where the documents of a segment come to lie when it is merged: the live ones one after the other.</summary>
internal sealed class LivePlaces
{
    private readonly ulong[]? _live;
    private readonly int[] _before = []; // live documents before each 64
    private readonly int _first;

    /// <summary>Counts the live documents.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="first">Place of its first live document.</param>
    public LivePlaces(LiveSegment segment, int first)
    {
        (_live, _first) = (segment.Live, first);
        if (_live is not null)
        {
            _before = new int[_live.Length];
            for (int block = 1; block < _live.Length; block++)
            {
                _before[block] = _before[block - 1] + BitOperations.PopCount(_live[block - 1]);
            }
        }
    }

    /// <summary>The place of a document, -1 when it is deleted.</summary>
    public int this[int document]
    {
        get
        {
            if (_live is null)
            {
                return _first + document;
            }

            (ulong bits, ulong bit) = (_live[document >> 6], 1ul << (document & 63));
            return (bits & bit) == 0 ? -1 : _first + _before[document >> 6] + BitOperations.PopCount(bits & (bit - 1));
        }
    }
}
