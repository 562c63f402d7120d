namespace KoSparse.Search.Analysis;

/// <summary>Numbers terms from 0 in the order in which they first appear; reading is safe from several threads.</summary>
internal sealed class Lexicon
{
    private readonly List<string> _terms = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Makes an empty lexicon.</summary>
    public Lexicon() => _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Number of terms.</summary>
    public int Count => _terms.Count;

    /// <summary>Bytes that the terms take in memory, about: text, number, bytes to sort by.</summary>
    public long MemoryBytes { get; private set; }

    /// <summary>The terms by number.</summary>
    public IReadOnlyList<string> Terms => _terms;

    /// <summary>The number of a known term.</summary>
    public bool TryGetId(ReadOnlySpan<char> term, out int id) => _lookup.TryGetValue(term, out id);

    /// <summary>The number of a term, which is added when it is not known.</summary>
    public int GetOrAdd(ReadOnlySpan<char> term)
    {
        if (!_lookup.TryGetValue(term, out int id))
        {
            id = _terms.Count;
            _terms.Add(term.ToString());
            _ids.Add(_terms[id], id);
            MemoryBytes += 150 + (5 * term.Length);
        }

        return id;
    }

    /// <summary>Forgets all terms; numbers begin at 0 again.</summary>
    public void Clear()
    {
        _terms.Clear();
        _ids.Clear();
        MemoryBytes = 0;
    }
}
