using System.Globalization;

namespace KoSparse.Training.Telemetry;

/// <summary>Figures and durations as the log's lines show them.</summary>
internal static class LogText
{
    private const double WholeFrom = 10_000;

    /// <summary>Four digits; large figures, such as tokens a second, whole and without an exponent.</summary>
    public static string Figure(double value) =>
        value.ToString(Math.Abs(value) >= WholeFrom ? "N0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>Hours, minutes and seconds: <c>0:01:15</c>; days are hours too.</summary>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}");
    }
}
