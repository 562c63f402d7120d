using KoSparse.Training.Optimization;

namespace KoSparse.Training.Loops;

/// <summary>What every run is told, whatever it trains.</summary>
public interface IRunConfig
{
    /// <summary>Folder of the run.</summary>
    string OutputDir { get; }

    /// <summary>Decides all that is random.</summary>
    int Seed { get; }

    /// <summary>Steps, learning rate, saving and logging.</summary>
    TrainingOptions Training { get; }
}
