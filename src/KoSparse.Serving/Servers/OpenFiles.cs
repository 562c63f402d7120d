using System.Globalization;

namespace KoSparse.Serving.Servers;

/// <summary>How many files this process may have open; connections are files too. A .NET process that opens more ends at once, with all that it was doing.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>For assemblies, models and the segments of an index.</summary>
    private const int ForTheRest = 512;

    private const int Fewest = 16;

    /// <summary>Connections that may be open at once; without a bound where the system tells of none.</summary>
    public static int ForConnections()
    {
        // A name, the limit, and how far the process may raise it, which .NET did: "Max open files    1024    1024    files".
        string? line = File.Exists(Limits) ? File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) : null;
        string most = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0] ?? "";
        return int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out int files) ? Math.Max(Fewest, files - ForTheRest) : int.MaxValue;
    }
}
