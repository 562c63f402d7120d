using KoSparse.Training.Preparation;

namespace KoSparse.Cli.Display;

/// <summary>One line per stage of a preparation: rewritten in place on a terminal, every tenth of the way without one.</summary>
internal sealed class PreparationDisplay : IProgress<PreparationProgress>
{
    private string _stage = "";
    private int _tenth = -1;

    public void Report(PreparationProgress value)
    {
        int tenth = value.Total > 0 ? (int)(10L * value.Done / value.Total) : value.Done / 10_000;
        if (value.Stage == _stage && tenth == _tenth)
        {
            return;
        }

        string text = value.Total > 0 ? $"{value.Stage}: {value.Done:N0} of {value.Total:N0}" : $"{value.Stage}: {value.Done:N0}";
        bool terminal = !Console.IsOutputRedirected;
        bool next = value.Stage != _stage && _stage.Length > 0;
        Console.Write(terminal ? $"{(next ? "\n" : "\r")}\e[K{text}" : text + "\n");
        (_stage, _tenth) = (value.Stage, tenth);
    }
}
