namespace KoSparse.Training.Telemetry;

/// <summary>One point of a curve in an event file.</summary>
/// <param name="Tag">Name of the curve, such as <c>loss/infonce</c>.</param>
/// <param name="Step">Optimizer step.</param>
/// <param name="Seconds">When it was written, in seconds since 1970; 0 where the writer did not say.</param>
/// <param name="Value">The figure.</param>
internal readonly record struct ScalarPoint(string Tag, long Step, double Seconds, float Value);
