using System.Globalization;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;

namespace KoSparse.Evaluation.Runs;

/// <summary>Rankings in the form of trec_eval: query id, <c>Q0</c>, document id, rank from 1, score, name.</summary>
/// <remarks>trec_eval orders by score and not by rank, and equal scores by document id, so that ties may fall otherwise there.</remarks>
public static class TrecRunFile
{
    /// <summary>Writes a searcher's results.</summary>
    public static void Write(string path, SearcherResult result)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(result);
        File.WriteAllLines(path, result.Queries.SelectMany(query => query.Hits.Select((hit, place) => string.Create(
            CultureInfo.InvariantCulture, $"{query.Query.Id} Q0 {hit.DocumentId} {place + 1} {hit.Score:R} {result.Name}"))));
    }

    /// <summary>Reads rankings by query id, best score first; equal scores in the order of the file.</summary>
    /// <exception cref="BenchmarkFormatException">A line is bad.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<Hit>> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Dictionary<string, List<Hit>> hits = new(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 6 || !float.TryParse(fields[4], CultureInfo.InvariantCulture, out float score))
            {
                throw new BenchmarkFormatException(
                    $"{path}({number}): expected 'query Q0 document rank score name', found '{line}'.");
            }

            if (!hits.TryGetValue(fields[0], out List<Hit>? ranking))
            {
                hits[fields[0]] = ranking = [];
            }

            ranking.Add(new Hit(fields[2], score));
        }

        return hits.ToDictionary(
            entry => entry.Key,
            IReadOnlyList<Hit> (entry) => [.. entry.Value.OrderByDescending(hit => hit.Score)],
            StringComparer.Ordinal);
    }
}
