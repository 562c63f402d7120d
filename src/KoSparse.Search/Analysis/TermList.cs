using System.Runtime.InteropServices;
using KoSparse.Vectors;

namespace KoSparse.Search.Analysis;

/// <summary>Takes the terms of one text from an <see cref="ITermAnalyzer"/>; not thread-safe.</summary>
public sealed class TermList
{
    private readonly Lexicon _lexicon;
    private readonly bool _grow;
    private readonly List<int> _ids = [];
    private readonly List<int> _distinct = [];
    private readonly List<float> _counts = [];

    /// <summary>Makes a list that is reused from text to text.</summary>
    /// <param name="lexicon">Numbers the terms.</param>
    /// <param name="grow">Whether unknown terms join the lexicon (indexing) or are left out (searching).</param>
    internal TermList(Lexicon lexicon, bool grow) => (_lexicon, _grow) = (lexicon, grow);

    /// <summary>Number of terms added, repeats included.</summary>
    internal int Length => _ids.Count;

    /// <summary>Adds a term; one that occurs again is added again.</summary>
    /// <param name="term">As documents and questions share it, in lower case for instance.</param>
    public void Add(ReadOnlySpan<char> term)
    {
        if (_grow)
        {
            _ids.Add(_lexicon.GetOrAdd(term));
        }
        else if (_lexicon.TryGetId(term, out int id))
        {
            _ids.Add(id);
        }
    }

    /// <summary>The terms added so far, weighted by how often each was.</summary>
    internal SparseVector Count()
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
    internal void Clear() => _ids.Clear();
}
