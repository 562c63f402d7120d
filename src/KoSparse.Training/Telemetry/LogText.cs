using System.Globalization;

namespace KoSparse.Training.Telemetry;

/// <summary>Figures as the log's lines show them.</summary>
internal static class LogText
{
    private const double WholeFrom = 10_000;

    /// <summary>Four digits; large figures, such as tokens a second, whole and without an exponent.</summary>
    public static string Figure(double value) =>
        value.ToString(Math.Abs(value) >= WholeFrom ? "N0" : "G4", CultureInfo.InvariantCulture);
}
