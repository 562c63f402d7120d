using KoSparse.Search.Indexing;

namespace KoSparse.Cli.Display;

/// <summary>How far the building of an index is: a <see cref="ProgressLine"/> for each chunk of documents.</summary>
internal sealed class IndexingLine : IProgress<IndexBuildProgress>, IDisposable
{
    private ProgressLine? _line;
    private int _first = -1;

    /// <inheritdoc/>
    public void Report(IndexBuildProgress value)
    {
        if (value.Indexed != _first)
        {
            _line?.Dispose();
            _line = new ProgressLine($"indexing {value.Indexed + 1:N0} and on", value.InChunk);
            _first = value.Indexed;
        }

        _line!.Report(value.Encoded);
    }

    /// <inheritdoc/>
    public void Dispose() => _line?.Dispose();
}
