using System.Runtime.InteropServices;

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

    /// <summary>The terms after <see cref="Group"/>, ascending, each once.</summary>
    public ReadOnlySpan<int> Distinct => CollectionsMarshal.AsSpan(_distinct);

    /// <summary>How often each of <see cref="Distinct"/> was added.</summary>
    public ReadOnlySpan<float> Counts => CollectionsMarshal.AsSpan(_counts);

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

    /// <summary>Counts the terms added so far into <see cref="Distinct"/> and <see cref="Counts"/>.</summary>
    public void Group()
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
    }

    /// <summary>Empties the list for the next text.</summary>
    public void Clear()
    {
        _ids.Clear();
        _distinct.Clear();
        _counts.Clear();
    }
}
