namespace KoSparse.Training.Telemetry;

/// <summary>Means of figures over a log interval.</summary>
internal sealed class IntervalFigures
{
    private readonly Dictionary<string, FigureSum> _sums = new(StringComparer.Ordinal);

    /// <summary>What was added since the last means: a run that goes on from here has the same means as one that was not interrupted.</summary>
    public IReadOnlyDictionary<string, FigureSum> Sums
    {
        get => _sums.ToDictionary(StringComparer.Ordinal);
        set
        {
            _sums.Clear();
            foreach ((string name, FigureSum sum) in value)
            {
                _sums[name] = sum;
            }
        }
    }

    /// <summary>Adds a value; one that is not finite belongs to a step that is skipped and logged as such, and no JSON can hold it.</summary>
    public void Add(string name, double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        (double sum, int count) = _sums.GetValueOrDefault(name);
        _sums[name] = new FigureSum(sum + value, count + 1);
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
