using System.Text.Json;
using KoSparse.Data;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Reads the rows of a table: JSON Lines, packed or not, TSV or Parquet, by the end of the file's name.</summary>
internal static class TableFile
{
    private static readonly string[] Endings = [".jsonl", ".jsonl.gz", ".tsv", ".parquet", .. TrecTable.Endings];

    /// <summary>Whether a file's name says that it is a table.</summary>
    public static bool IsTable(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Reads rows one at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of the columns in their order, for TSV without a header.</param>
    /// <param name="parse">Makes a value of a row, or throws <see cref="FormatException"/> with the reason why it cannot.</param>
    /// <exception cref="BenchmarkFormatException">A row is bad, with file, line and reason.</exception>
    public static IEnumerable<T> Read<T>(string path, string[] columns, Func<TableRow, T> parse) => Path.GetExtension(path) switch
    {
        ".tsv" => TsvTable.Read(path, columns, parse),
        ".parquet" => ParquetTable.Read(path, parse),
        _ => ReadLines(path, parse),
    };

    private static List<T> ReadLines<T>(string path, Func<TableRow, T> parse)
    {
        try
        {
            return [.. JsonLines.Read(path, line => parse(new TableRow(column => Cell(line, column))))];
        }
        catch (JsonLinesException fault)
        {
            throw new BenchmarkFormatException(fault.Message, fault);
        }
    }

    private static string? Cell(JsonElement line, string column) =>
        !line.TryGetProperty(column, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
            : value.AsText(column);
}
