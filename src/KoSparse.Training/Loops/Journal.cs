namespace KoSparse.Training.Loops;

/// <summary>What a run says in its log besides its losses.</summary>
/// <param name="Opening">Lines of a run that starts.</param>
/// <param name="Notes">Lines before the first step of every session.</param>
internal sealed record Journal(IReadOnlyList<string> Opening, IReadOnlyList<string> Notes)
{
    /// <summary>Figures that are measured at the end of a log interval, with the mean of the weights where the run keeps one.</summary>
    public Func<IReadOnlyDictionary<string, double>> Measure { get; init; } = () => new Dictionary<string, double>();

    /// <summary>Advice after a log interval, by the steps done and its figures.</summary>
    public Func<int, IReadOnlyDictionary<string, double>, IEnumerable<string>> Advise { get; init; } = (_, _) => [];
}
