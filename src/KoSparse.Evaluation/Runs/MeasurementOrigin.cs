namespace KoSparse.Evaluation.Runs;

/// <summary>How a measurement came to be, for its report.</summary>
/// <param name="Command">What a person runs to make it again.</param>
/// <param name="Files">Files that act on it beside the benchmark's, such as weights; the report has their hashes.</param>
/// <param name="Time">Tells when it was made.</param>
public sealed record MeasurementOrigin(string Command, IReadOnlyCollection<string> Files, TimeProvider Time);
