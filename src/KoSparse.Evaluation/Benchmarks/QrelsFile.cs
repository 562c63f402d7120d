using System.Globalization;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Judgements as tab-separated lines: query id, document id, grade; the header is optional.</summary>
public static class QrelsFile
{
    private const string Header = "query-id\tcorpus-id\tscore";

    /// <summary>Reads judgements with the numbers of their lines, one at a time.</summary>
    /// <exception cref="BenchmarkFormatException">A line is bad.</exception>
    public static IEnumerable<(Judgement Judgement, int Line)> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("query-id\t", StringComparison.Ordinal)))
            {
                continue;
            }

            string[] fields = line.Split('\t');
            if (fields.Length != 3)
            {
                throw new BenchmarkFormatException(
                    $"{path}({number}): {fields.Length} field(s) instead of 3. " +
                    "Separate query id, document id and grade by tabs.");
            }

            if (!int.TryParse(fields[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int grade))
            {
                throw new BenchmarkFormatException($"{path}({number}): the grade '{fields[2]}' is no whole number.");
            }

            yield return (new Judgement(fields[0], fields[1], grade), number);
        }
    }

    /// <summary>Writes judgements under a header.</summary>
    public static void Write(string path, IEnumerable<Judgement> judgements)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(judgements);
        File.WriteAllLines(path, judgements
            .Select(judgement => string.Create(
                CultureInfo.InvariantCulture, $"{judgement.QueryId}\t{judgement.DocumentId}\t{judgement.Grade}"))
            .Prepend(Header));
    }
}
