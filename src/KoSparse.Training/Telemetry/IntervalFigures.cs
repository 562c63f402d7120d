namespace KoSparse.Training.Telemetry;

/// <summary>Means of figures over a log interval.</summary>
internal sealed class IntervalFigures
{
    private readonly Dictionary<string, (double Sum, int Count)> _sums = new(StringComparer.Ordinal);

    /// <summary>Adds a value; one that is not finite belongs to a step that is skipped and logged as such, and no JSON can hold it.</summary>
    public void Add(string name, double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        (double sum, int count) = _sums.GetValueOrDefault(name);
        _sums[name] = (sum + value, count + 1);
    }

    /// <summary>Adds several values.</summary>
    public void Add(IEnumerable<(string Name, double Value)> values)
    {
        foreach ((string name, double value) in values)
        {
            Add(name, value);
        }
    }

    /// <summary>The means so far; starts anew.</summary>
    public Dictionary<string, double> Take()
    {
        var means = _sums.ToDictionary(p => p.Key, p => p.Value.Sum / p.Value.Count, StringComparer.Ordinal);
        _sums.Clear();
        return means;
    }
}
