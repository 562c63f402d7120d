using KoSparse.Evaluation.Metrics;

namespace KoSparse.Evaluation.Comparison;

/// <summary>One figure of two encoders.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="First">The first encoder's figure.</param>
/// <param name="Second">The second's.</param>
/// <param name="IsShare">Whether it is a share from 0 to 1, else a number.</param>
/// <param name="Interval">How sure the second minus the first is, where the same texts give a figure each; else null.</param>
public sealed record ComparedFigure(string Measure, double First, double Second, bool IsShare, DifferenceInterval? Interval = null)
{
    /// <summary>The second minus the first.</summary>
    public double Difference => Second - First;
}
