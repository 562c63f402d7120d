namespace KoSparse.Training.Telemetry;

/// <summary>A run as the page gets it.</summary>
/// <param name="Name">Its folder.</param>
/// <param name="State">State and step; empty when the run does not tell.</param>
/// <param name="Fault">What is wrong with an event file, or null.</param>
/// <param name="Curves">Curves by tag.</param>
public sealed record ShownRun(string Name, string State, string? Fault, IReadOnlyDictionary<string, ShownCurve> Curves);
