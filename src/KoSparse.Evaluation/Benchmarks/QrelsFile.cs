using System.Globalization;
using KoSparse.Files;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Judgements as rows of query id, document id and grade: TSV with or without a header, JSON Lines, Parquet, or TREC's four columns.</summary>
internal static class QrelsFile
{
    private static readonly string[] Columns = ["query-id", "corpus-id", "score"];

    /// <summary>Reads judgements one at a time.</summary>
    /// <param name="path">The file; the end of its name tells its form.</param>
    /// <param name="check">Called with each judgement; throws <see cref="FormatException"/> with the reason where one cannot be.</param>
    /// <exception cref="BenchmarkFormatException">A line is bad.</exception>
    public static IEnumerable<Judgement> Read(string path, Action<Judgement>? check = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TrecTable.Is(path) ? TrecTable.Read(path, "query 0 document grade", fields => Checked(fields[0], fields[2], fields[3]))
            : TableFile.Read(path, Columns, row => Checked(row.Required("query-id", "query_id"), row.Required("corpus-id", "corpus_id"), row.Required("score")));

        Judgement Checked(string query, string document, string grade)
        {
            Judgement judgement = new(query, document, Grade(grade));
            check?.Invoke(judgement);
            return judgement;
        }
    }

    /// <summary>Writes judgements under a header, separated by tabs.</summary>
    public static void Write(string path, IEnumerable<Judgement> judgements)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(judgements);
        WholeFile.Write(path, judgements
            .Select(judgement => string.Create(
                CultureInfo.InvariantCulture, $"{judgement.QueryId}\t{judgement.DocumentId}\t{judgement.Grade}"))
            .Prepend(string.Join('\t', Columns)));
    }

    /// <summary>A whole number, which may be written as 1.0: datasets keep grades as floating point, too.</summary>
    private static int Grade(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double grade) && grade == Math.Floor(grade) && Math.Abs(grade) < int.MaxValue
            ? (int)grade
            : throw new FormatException($"the grade '{text}' is no whole number.");
}
