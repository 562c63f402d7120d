using KoSparse.Training.Runs;

namespace KoSparse.Torch.Tests.Training;

/// <summary>Asks a training to stop once so many steps are done; at 0 before it begins.</summary>
internal sealed class StopAfter : IProgress<TrainingProgress>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly int _steps;

    public StopAfter(int steps)
    {
        _steps = steps;
        Look(0);
    }

    public CancellationToken Token => _stop.Token;

    public void Report(TrainingProgress value) => Look(value.Step);

    public void Dispose() => _stop.Dispose();

    private void Look(int done)
    {
        if (done >= _steps)
        {
            _stop.Cancel();
        }
    }
}
