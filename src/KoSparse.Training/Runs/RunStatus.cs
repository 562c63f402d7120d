using System.Globalization;

namespace KoSparse.Training.Runs;

/// <summary>What a run tells of itself: the content of <c>run.json</c>.</summary>
/// <param name="State">What became of it.</param>
/// <param name="ProcessId">Process that trains or trained it; 0 when that is not known.</param>
/// <param name="Step">Steps done; after a stop or the end, those that are saved.</param>
/// <param name="TotalSteps">Steps of the whole run; 0 when that is not known.</param>
/// <param name="Updated">When this was written.</param>
/// <param name="Progress">The last step that was told; null before the first one of a session.</param>
public sealed record RunStatus(
    RunState State, int ProcessId, int Step, int TotalSteps, DateTimeOffset Updated, TrainingProgress? Progress)
{
    /// <summary>The command that goes on with it: <c>train</c> or <c>pretrain</c>.</summary>
    public string Verb { get; init; } = "train";

    /// <summary>Its state as a sentence.</summary>
    public string Describe() => State switch
    {
        RunState.Finished => "it is finished.",
        RunState.Stopped when Step == 0 => "it was stopped before its first step.",
        RunState.Stopped => string.Create(CultureInfo.InvariantCulture, $"it was stopped and saved after step {Step:N0} of {TotalSteps:N0}."),
        RunState.Crashed => string.Create(CultureInfo.InvariantCulture, $"it crashed after step {Step:N0} of {TotalSteps:N0}."),
        RunState.Running => string.Create(CultureInfo.InvariantCulture, $"it trains, at step {Step:N0} of {TotalSteps:N0}."),
        _ => "it was trained before runs told of themselves.",
    };
}
