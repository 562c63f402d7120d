using KoSparse.Files;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Lines of a fixed number of fields with any white space between them, as trec_eval reads runs and judgements.</summary>
internal static class TrecTable
{
    private const int JudgementFields = 4;

    /// <summary>Ends of the names of files that are in no other form.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".trec", ".qrels"];

    /// <summary>Whether a file's judgements are in TREC's four columns, by its name or, of a <c>.tsv</c>, by its first line.</summary>
    public static bool Is(string path) => Endings.Contains(Path.GetExtension(path))
        || (Path.GetExtension(path) == ".tsv" && InputFile.ReadLines(path).FirstOrDefault(line => line.Length > 0) is { } line
            && (line.Contains('\t', StringComparison.Ordinal) ? line.Split('\t') : Fields(line)).Length == JudgementFields);

    /// <summary>Reads lines one at a time; empty ones are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">The fields of a line, for messages.</param>
    /// <param name="parse">Makes a value of a line's fields, or throws <see cref="FormatException"/> with the reason why it cannot.</param>
    /// <exception cref="BenchmarkFormatException">A line is bad, with file, line and reason.</exception>
    public static IEnumerable<T> Read<T>(string path, string form, Func<string[], T> parse)
    {
        int number = 0;
        foreach (string line in InputFile.ReadLines(path))
        {
            number++;
            string[] fields = Fields(line);
            if (fields.Length > 0)
            {
                yield return Parsed(path, number, form, fields, parse);
            }
        }
    }

    private static T Parsed<T>(string path, int number, string form, string[] fields, Func<string[], T> parse)
    {
        try
        {
            return fields.Length == Fields(form).Length
                ? parse(fields)
                : throw new FormatException($"{fields.Length} field(s), expected '{form}'.");
        }
        catch (FormatException fault)
        {
            throw new BenchmarkFormatException($"{path}({number}): {fault.Message}", fault);
        }
    }

    private static string[] Fields(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
