namespace KoSparse.Tests.Architecture;

/// <summary>Who uses whom, and one place that says so.</summary>
internal sealed class ArrowGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _arrows = new(StringComparer.Ordinal);

    /// <summary>Adds an arrow; the first place in order is kept.</summary>
    public void Add(string from, string to, string where)
    {
        if (!_arrows.TryGetValue(from, out SortedDictionary<string, string>? targets))
        {
            _arrows[from] = targets = new(StringComparer.Ordinal);
        }

        if (!targets.TryGetValue(to, out string? known) || string.CompareOrdinal(where, known) < 0)
        {
            targets[to] = where;
        }
    }

    /// <summary>Whether there is an arrow.</summary>
    public bool Has(string from, string to) => _arrows.TryGetValue(from, out SortedDictionary<string, string>? targets) && targets.ContainsKey(to);

    /// <summary>The place of an arrow.</summary>
    public string Where(string from, string to) => _arrows[from][to];

    /// <summary>Those that use each other, as <c>A &lt;-&gt; B</c>.</summary>
    public IReadOnlyList<string> Pairs() =>
    [
        .. _arrows.SelectMany(a => a.Value.Keys.Where(to => string.CompareOrdinal(a.Key, to) < 0 && Has(to, a.Key)).Select(to => $"{a.Key} <-> {to}")),
    ];

    /// <summary>A circle of three or more that is left when all pairs are taken out, as <c>A -&gt; B -&gt; C -&gt; A</c>, or null.</summary>
    public string? Circle()
    {
        HashSet<string> done = new(StringComparer.Ordinal);
        List<string> path = [];
        return _arrows.Keys.Select(from => Circle(from, path, done)).FirstOrDefault(circle => circle is not null);
    }

    private string? Circle(string at, List<string> path, HashSet<string> done)
    {
        if (path.IndexOf(at) is int start and >= 0)
        {
            return string.Join(" -> ", path.Skip(start).Append(at));
        }

        if (!done.Add(at))
        {
            return null;
        }

        path.Add(at);
        IEnumerable<string> targets = _arrows.TryGetValue(at, out SortedDictionary<string, string>? all) ? all.Keys.Where(to => !Has(to, at)) : [];
        string? circle = targets.Select(to => Circle(to, path, done)).FirstOrDefault(found => found is not null);
        path.RemoveAt(path.Count - 1);
        return circle;
    }
}
