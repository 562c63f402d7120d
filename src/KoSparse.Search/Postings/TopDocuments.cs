namespace KoSparse.Search.Postings;

/// <summary>Keeps the best of the documents offered, in a binary heap with the worst on top.</summary>
/// <remarks>Documents must come in ascending order, so that one that only equals the worst never displaces it.</remarks>
/// <param name="capacity">Largest number kept.</param>
internal sealed class TopDocuments(int capacity)
{
    private static readonly Comparer<ScoredDocument> WorstFirst = Comparer<ScoredDocument>.Create(static (a, b) =>
        a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Document.CompareTo(a.Document));

    private readonly PriorityQueue<ScoredDocument, ScoredDocument> _heap = new(capacity, WorstFirst);

    /// <summary>Offers a document and returns the score that the next one must exceed.</summary>
    public float Add(ScoredDocument candidate)
    {
        if (_heap.Count < capacity)
        {
            _heap.Enqueue(candidate, candidate);
        }
        else
        {
            _heap.EnqueueDequeue(candidate, candidate);
        }

        return _heap.Count < capacity ? 0 : _heap.Peek().Score;
    }

    /// <summary>Empties the heap, best document first.</summary>
    public ScoredDocument[] BestFirst()
    {
        ScoredDocument[] best = new ScoredDocument[_heap.Count];
        for (int place = best.Length - 1; place >= 0; place--)
        {
            best[place] = _heap.Dequeue();
        }

        return best;
    }
}
