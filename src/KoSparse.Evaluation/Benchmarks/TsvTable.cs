using KoSparse.Files;
namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Rows of a file with fields separated by tabs. The first line is a header when it names one of the columns.</summary>
internal static class TsvTable
{
    /// <inheritdoc cref="TableFile.Read"/>
    public static IEnumerable<T> Read<T>(string path, string[] columns, Func<TableRow, T> parse)
    {
        string[]? header = null;
        int number = 0;
        foreach (string line in InputFile.ReadLines(path))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            string[] fields = line.Split('\t');
            if (header is null)
            {
                bool named = fields.Any(field => columns.Contains(field) || field == "id");
                header = named ? fields : columns;
                if (named)
                {
                    continue;
                }
            }

            yield return Parsed(path, number, header, fields, parse);
        }
    }

    private static T Parsed<T>(string path, int number, string[] header, string[] fields, Func<TableRow, T> parse)
    {
        try
        {
            return fields.Length == header.Length
                ? parse(new TableRow(column => Array.IndexOf(header, column) is >= 0 and var place ? fields[place] : null))
                : throw new FormatException(
                    $"{fields.Length} field(s) instead of {header.Length}. Separate {string.Join(", ", header)} by tabs.");
        }
        catch (FormatException fault)
        {
            throw new BenchmarkFormatException($"{path}({number}): {fault.Message}", fault);
        }
    }
}
