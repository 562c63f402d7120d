using System.Globalization;
using System.Text.RegularExpressions;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Files;

namespace KoSparse.Evaluation.Runs;

/// <summary>Rankings and judgements in the forms of trec_eval, which gives the same figures for them.</summary>
/// <remarks>
/// <c>trec_eval -c -M 10 -m success.1,5,10 -m recip_rank -m ndcg_cut.10 qrels.trec NAME.trec</c>: success is our recall, and
/// <c>-c</c> counts questions without hits. Spaces in ids, which the form cannot hold, are written as <c>_</c>.
/// </remarks>
internal static partial class TrecRunFile
{
    /// <summary>Writes a searcher's results: query id, <c>Q0</c>, document id, rank from 1, score, name.</summary>
    public static void Write(string path, SearcherResult result)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(result);
        WholeFile.Write(path, result.Queries.SelectMany(query => query.Hits.Select((hit, place) => string.Create(
            CultureInfo.InvariantCulture, $"{Field(query.Query.Id)} Q0 {Field(hit.DocumentId)} {place + 1} {hit.Score:R} {result.Name}"))));
    }

    /// <summary>Writes the judgements of a benchmark's questions: query id, <c>0</c>, document id, grade.</summary>
    public static void WriteJudgements(string path, Benchmark benchmark)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(benchmark);
        WholeFile.Write(path, benchmark.Queries.SelectMany(query => benchmark.Judgements.Of(query.Id).Select(grade => string.Create(
            CultureInfo.InvariantCulture, $"{Field(query.Id)} 0 {Field(grade.Key)} {grade.Value}"))));
    }

    /// <summary>Reads rankings by query id, best score first, equal scores by document id descending; the ranks in the file do not matter.</summary>
    /// <exception cref="BenchmarkFormatException">A line is bad, or a question has a document twice.</exception>
    internal static IReadOnlyDictionary<string, IReadOnlyList<Hit>> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Dictionary<string, Dictionary<string, float>> scores = new(StringComparer.Ordinal);
        _ = TrecTable.Read(path, "query Q0 document rank score name", Add).Count();
        return scores.ToDictionary(
            query => query.Key, query => TrecOrder.Of(query.Value.Select(score => new Hit(score.Key, score.Value))), StringComparer.Ordinal);

        bool Add(string[] fields)
        {
            if (!float.TryParse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture, out float score) || float.IsNaN(score))
            {
                throw new FormatException($"the score '{fields[4]}' is no number.");
            }

            if (!scores.TryGetValue(fields[0], out Dictionary<string, float>? ranking))
            {
                scores[fields[0]] = ranking = new(StringComparer.Ordinal);
            }

            return ranking.TryAdd(fields[2], score) ? true : throw new FormatException($"document '{fields[2]}' was given for query '{fields[0]}' before; trec_eval refuses such a run, too.");
        }
    }

    private static string Field(string id) => Spaces().Replace(id, "_");

    [GeneratedRegex(@"\s", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
