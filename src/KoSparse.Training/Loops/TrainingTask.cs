using KoSparse.Modeling;
using KoSparse.Training.Curriculum;

namespace KoSparse.Training.Loops;

/// <summary>All in which one training differs from another: what <see cref="TrainingLoop"/> is handed.</summary>
internal sealed record TrainingTask
{
    /// <summary>The command that goes on with the run.</summary>
    public required string Verb { get; init; }

    /// <summary>The run's settings.</summary>
    public required IRunConfig Config { get; init; }

    /// <summary>Steps and learning rate.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>What learns; owned by the caller.</summary>
    public required SparseModel Model { get; init; }

    /// <summary>What it learns.</summary>
    public required Objective Objective { get; init; }

    /// <summary>Who chooses the model that is kept; none keeps the last.</summary>
    public Judge? Judge { get; init; }

    /// <summary>What is kept.</summary>
    public required Product Product { get; init; }

    /// <summary>What the log says besides the losses.</summary>
    public required Journal Journal { get; init; }
}
