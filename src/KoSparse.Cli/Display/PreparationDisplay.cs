using KoSparse.Preparation;

namespace KoSparse.Cli.Display;

/// <summary>A progress line for each stage of a preparation.</summary>
internal sealed class PreparationDisplay : IProgress<PreparationProgress>, IDisposable
{
    private string _stage = "";
    private ProgressLine? _line;

    public void Report(PreparationProgress value)
    {
        if (value.Stage != _stage)
        {
            _line?.Dispose();
            (_stage, _line) = (value.Stage, new ProgressLine(value.Stage, value.Total));
        }

        _line!.Report(value.Done);
    }

    public void Dispose() => _line?.Dispose();
}
