using System.Text.Json.Serialization;

namespace KoSparse.Evaluation.Metrics;

/// <summary>How well a ranking answers, each from 0 to 1; of one question, or the mean over many.</summary>
/// <param name="RecallAt1">Share of questions with a relevant document in the first place.</param>
/// <param name="RecallAt5">Share of questions with a relevant document among the first five.</param>
/// <param name="RecallAt10">Share of questions with a relevant document among the first ten.</param>
/// <param name="MrrAt10">1 / rank of the first relevant document, 0 when it is not among the first ten.</param>
/// <param name="NdcgAt10">Gain of the first ten, discounted by rank, over the largest possible.</param>
/// <remarks>
/// nDCG follows trec_eval: DCG = Σ grade / log2(rank + 1), the ideal from all judgements; grades below 0 count as 0.
/// Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002.
/// </remarks>
public readonly record struct RetrievalFigures(
    [property: JsonPropertyName("recall@1")] double RecallAt1,
    [property: JsonPropertyName("recall@5")] double RecallAt5,
    [property: JsonPropertyName("recall@10")] double RecallAt10,
    [property: JsonPropertyName("mrr@10")] double MrrAt10,
    [property: JsonPropertyName("ndcg@10")] double NdcgAt10)
{
    private const int Depth = 10;

    /// <summary>Judges one ranking.</summary>
    /// <param name="ranking">Document ids, best first; one that comes again counts where it came first.</param>
    /// <param name="grades">Grades of the judged documents by id.</param>
    public static RetrievalFigures Of(IEnumerable<string> ranking, IReadOnlyDictionary<string, int> grades)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        ArgumentNullException.ThrowIfNull(grades);
        int[] found = [.. ranking.Distinct(StringComparer.Ordinal).Take(Depth).Select(id => grades.TryGetValue(id, out int grade) ? grade : 0)];
        int first = Array.FindIndex(found, grade => grade > 0);
        double ideal = Gain(grades.Values.OrderDescending().Take(Depth));
        return new RetrievalFigures(
            first == 0 ? 1 : 0,
            first is >= 0 and < 5 ? 1 : 0,
            first >= 0 ? 1 : 0,
            first >= 0 ? 1.0 / (first + 1) : 0,
            ideal > 0 ? Gain(found) / ideal : 0);
    }

    /// <summary>The mean of several, 0 of none.</summary>
    public static RetrievalFigures Mean(IReadOnlyCollection<RetrievalFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        double count = Math.Max(1, figures.Count);
        return new RetrievalFigures(
            figures.Sum(f => f.RecallAt1) / count,
            figures.Sum(f => f.RecallAt5) / count,
            figures.Sum(f => f.RecallAt10) / count,
            figures.Sum(f => f.MrrAt10) / count,
            figures.Sum(f => f.NdcgAt10) / count);
    }

    private static double Gain(IEnumerable<int> gradesByRank) =>
        gradesByRank.Select((grade, place) => Math.Max(0, grade) / Math.Log2(place + 2)).Sum();
}
