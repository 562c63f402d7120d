namespace KoSparse.Training.Telemetry;

/// <summary>A figure over the steps since it was last logged.</summary>
/// <param name="Sum">Sum of its values.</param>
/// <param name="Count">How many there were.</param>
public readonly record struct FigureSum(double Sum, int Count);
