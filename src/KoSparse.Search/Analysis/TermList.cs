using System.Runtime.InteropServices;
using KoSparse.Vectors;

namespace KoSparse.Search.Analysis;

/// <summary>The terms of one text as numbers of a lexicon; reused from text to text, not thread-safe.</summary>
/// <param name="lexicon">Numbers the terms.</param>
/// <param name="grow">Whether unknown terms join the lexicon (indexing) or are left out (searching).</param>
public sealed class TermList(Lexicon lexicon, bool grow)
{
    private readonly List<int> _ids = [];
    private readonly List<int> _distinct = [];
    private readonly List<float> _counts = [];

    /// <summary>Number of terms added, repeats included.</summary>
    public int Length => _ids.Count;

    /// <summary>Adds a term.</summary>
    public void Add(ReadOnlySpan<char> term)
    {
        if (grow)
        {
            _ids.Add(lexicon.GetOrAdd(term));
        }
        else if (lexicon.TryGetId(term, out int id))
        {
            _ids.Add(id);
        }
    }

    /// <summary>The terms added so far, weighted by how often each was.</summary>
    public SparseVector Count()
    {
        _ids.Sort();
        _distinct.Clear();
        _counts.Clear();
        foreach (int id in _ids)
        {
            if (_distinct.Count > 0 && _distinct[^1] == id)
            {
                _counts[^1]++;
            }
            else
            {
                _distinct.Add(id);
                _counts.Add(1);
            }
        }

        return SparseVector.FromSorted(CollectionsMarshal.AsSpan(_distinct), CollectionsMarshal.AsSpan(_counts));
    }

    /// <summary>Empties the list for the next text.</summary>
    public void Clear() => _ids.Clear();
}
