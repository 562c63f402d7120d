namespace KoSparse.Training.Runs;

/// <summary>What became of a run.</summary>
public enum RunState
{
    /// <summary>A process trains it.</summary>
    Running,

    /// <summary>It did all its steps.</summary>
    Finished,

    /// <summary>Someone asked it to stop; it saved before it did.</summary>
    Stopped,

    /// <summary>Its process is gone without having finished or saved.</summary>
    Crashed,

    /// <summary>It tells nothing of itself: it was trained before runs kept <c>run.json</c>.</summary>
    Unknown,
}
