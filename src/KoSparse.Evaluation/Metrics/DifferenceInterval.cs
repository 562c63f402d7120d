namespace KoSparse.Evaluation.Metrics;

/// <summary>A difference of two means and where it lies with 95 % confidence.</summary>
/// <param name="Difference">Mean of the first minus mean of the second.</param>
/// <param name="Low">Lower end of the interval; above 0 the first is better.</param>
/// <param name="High">Upper end of the interval; below 0 the second is better.</param>
public readonly record struct DifferenceInterval(double Difference, double Low, double High);
