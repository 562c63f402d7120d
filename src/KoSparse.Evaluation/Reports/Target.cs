namespace KoSparse.Evaluation.Reports;

/// <summary>A figure that should reach a bound.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">The figure, from 0 to 1.</param>
/// <param name="Bound">What it should exceed, or stay below.</param>
/// <param name="Above">Whether it should exceed the bound.</param>
public readonly record struct Target(string Name, double Value, double Bound, bool Above)
{
    /// <summary>Whether the figure is on the right side of the bound.</summary>
    public bool Passed => Above ? Value > Bound : Value < Bound;
}
