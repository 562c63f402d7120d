namespace KoSparse.Training.Loops;

/// <summary>What is learned: the batches of a step, and the loss of each.</summary>
/// <param name="LossName">Name of the loss among the figures.</param>
/// <param name="BatchSize">The setting that makes batches smaller, and its value.</param>
/// <param name="Draw">
/// Draws the batches of a step, from 0: each a function that encodes and scores it when it is its turn. A function of seed and step alone.
/// </param>
internal sealed record Objective(string LossName, (string Name, int Value) BatchSize, Func<int, IReadOnlyList<Func<BatchLoss>>> Draw)
{
    /// <summary>Does what a run needs that starts, not resumes; may say so in the log, and throws when it is asked to stop.</summary>
    public Action<Action<string>, CancellationToken> Begin { get; init; } = (_, _) => { };

    /// <summary>Makes ready what a step draws from; may say so in the log, and throws when it is asked to stop.</summary>
    public Action<int, Action<string>, CancellationToken> Prepare { get; init; } = (_, _, _) => { };

    /// <summary>Keeps the batches that a step failed on; gives a sentence about where they are, before a space.</summary>
    public Func<int, string> KeepFailed { get; init; } = _ => "";
}
