using System.Text.Json.Nodes;
using KoSparse.Data;

namespace KoSparse.Evaluation.Reports;

/// <summary>What a report was made with, so that its figures can be made again.</summary>
/// <param name="Command">The command line.</param>
/// <param name="Config">The settings that act on the figures; null when there are none.</param>
/// <param name="Data">SHA-256 of each data file by its name.</param>
/// <param name="Machine">What it was measured on.</param>
/// <param name="Date">When it was measured.</param>
public sealed record ReportContext(
    string Command,
    JsonNode? Config,
    IReadOnlyDictionary<string, string> Data,
    MachineDescription Machine,
    DateTimeOffset Date)
{
    /// <summary>Describes a measurement on this machine; reads every data file for its hash.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="config">The settings that act on the figures, when there are any.</param>
    /// <param name="dataFiles">Files that the figures depend on.</param>
    /// <param name="time">Tells the date.</param>
    public static ReportContext Create(
        string command, JsonNode? config, IEnumerable<string> dataFiles, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(dataFiles);
        ArgumentNullException.ThrowIfNull(time);
        SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (string path in dataFiles)
        {
            hashes[ShortName(path)] = DataFiles.Hash(path);
        }

        return new ReportContext(command, config, hashes, MachineDescription.Current(), time.GetUtcNow());
    }

    // Folder and file: enough to tell the files of a benchmark apart, and nothing of the machine's layout.
    private static string ShortName(string path)
    {
        string full = Path.GetFullPath(path);
        return $"{Path.GetFileName(Path.GetDirectoryName(full))}/{Path.GetFileName(full)}";
    }
}
