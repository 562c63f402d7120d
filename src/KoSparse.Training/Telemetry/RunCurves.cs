namespace KoSparse.Training.Telemetry;

/// <summary>The curves of a run, out of the event files of all its sessions.</summary>
/// <param name="folder">Folder of the event files; it may appear later.</param>
internal sealed class RunCurves(string folder)
{
    private readonly SortedDictionary<string, EventFileReader> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ScalarPoint>> _curves = new(StringComparer.Ordinal);

    /// <summary>Points by tag, steps ascending.</summary>
    public IReadOnlyDictionary<string, List<ScalarPoint>> Curves => _curves;

    /// <summary>What is wrong with an event file; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads what was written since the last call.</summary>
    public void Refresh()
    {
        Fault = null;
        foreach (string path in Directory.Exists(folder) ? Directory.GetFiles(folder, EventFileFormat.Prefix + "*") : [])
        {
            _ = _files.TryAdd(path, new EventFileReader(path));
        }

        foreach (EventFileReader file in _files.Values)
        {
            try
            {
                foreach (ScalarPoint point in file.ReadNew())
                {
                    Add(point);
                }
            }
            catch (Exception exception) when (exception is EventFileException or IOException)
            {
                Fault = exception.Message;
            }
        }
    }

    /// <summary>Adds a point; a session that went on from an earlier checkpoint writes its steps over those of the one before.</summary>
    private void Add(ScalarPoint point)
    {
        if (!_curves.TryGetValue(point.Tag, out List<ScalarPoint>? curve))
        {
            _curves[point.Tag] = curve = [];
        }

        while (curve.Count > 0 && curve[^1].Step >= point.Step)
        {
            curve.RemoveAt(curve.Count - 1);
        }

        curve.Add(point);
    }
}
