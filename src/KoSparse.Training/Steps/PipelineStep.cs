namespace KoSparse.Training.Steps;

/// <summary>One part of a sequence of work.</summary>
/// <param name="Title">What it does, for people; names its record.</param>
/// <param name="Command">What it is, as text: a step whose text changed has to run again.</param>
/// <param name="Work">Does it; gives an exit code, 0 when it went well.</param>
public sealed record PipelineStep(string Title, string Command, Func<CancellationToken, Task<int>> Work)
{
    /// <summary>File that it writes last; null where the sequence's own record stands for it.</summary>
    public string? Output { get; init; }

    /// <summary>Files that it reads; a file's name may hold <c>*</c>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Why the output is never made over where it stands, and what a person may do instead; null where it may be.</summary>
    public string? Kept { get; init; }

    /// <summary>Runs again each time, because its output is what the person looks at.</summary>
    public bool Repeats { get; init; }
}
