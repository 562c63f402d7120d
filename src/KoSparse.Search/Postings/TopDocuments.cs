namespace KoSparse.Search.Postings;

/// <summary>Keeps the best documents offered, in any order, in a binary heap with the worst on top.</summary>
/// <remarks>A candidate is one long: score above, complement of the document below, so that of equal scores the first document wins.</remarks>
/// <param name="capacity">Largest number kept, at least 1.</param>
internal sealed class TopDocuments(int capacity)
{
    private long[] _heap = new long[Math.Min(capacity, 64)];
    private int _count;

    /// <summary>The score that a document must reach to be kept; all offered documents have at least 1.</summary>
    public int ScoreToReach(int document)
    {
        if (_count < capacity)
        {
            return 1;
        }

        (int worstDocument, int worst) = Unpack(_heap[0]);
        return document < worstDocument ? worst : worst + 1;
    }

    /// <summary>Offers a document that has not been offered before.</summary>
    public void Offer(int document, int score)
    {
        long candidate = ((long)score << 32) | (uint)~document;
        if (_count < capacity)
        {
            Push(candidate);
        }
        else if (candidate > _heap[0])
        {
            SinkFromTop(candidate);
        }
    }

    /// <summary>The documents kept, best first.</summary>
    public (int Document, int Score)[] BestFirst()
    {
        long[] best = _heap[.._count];
        Array.Sort(best);
        Array.Reverse(best);
        return Array.ConvertAll(best, Unpack);
    }

    private static (int Document, int Score) Unpack(long candidate) => (~(int)(uint)candidate, (int)(candidate >> 32));

    private void Push(long candidate)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, (int)Math.Min(capacity, 2L * _heap.Length));
        }

        int place = _count++;
        for (int parent; place > 0 && _heap[parent = (place - 1) / 2] > candidate; place = parent)
        {
            _heap[place] = _heap[parent];
        }

        _heap[place] = candidate;
    }

    private void SinkFromTop(long candidate)
    {
        int place = 0;
        for (int child; (child = (2 * place) + 1) < _count; place = child)
        {
            if (child + 1 < _count && _heap[child + 1] < _heap[child])
            {
                child++;
            }

            if (_heap[child] >= candidate)
            {
                break;
            }

            _heap[place] = _heap[child];
        }

        _heap[place] = candidate;
    }
}
