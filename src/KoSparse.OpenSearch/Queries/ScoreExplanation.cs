using System.Text.Json;
using System.Text.RegularExpressions;

namespace KoSparse.OpenSearch.Queries;

/// <summary>Lucene's explanation of a score, a tree of sums and products, as the terms at its leaves.</summary>
internal static partial class ScoreExplanation
{
    /// <summary>Terms with their shares, which sum to the score, largest first.</summary>
    /// <param name="explanation">The value of <c>_explanation</c>; null gives none.</param>
    /// <param name="score">The score that is shared out.</param>
    /// <remarks>Where a node is no sum of its parts, as where scores are stretched or become ranks, its value is shared out as theirs are to each other.</remarks>
    public static IReadOnlyList<SharedTerm> Terms(JsonElement? explanation, double score)
    {
        List<SharedTerm> terms = [];
        if (explanation is { } root)
        {
            Share(root, score, terms);
        }

        return [.. terms.OrderByDescending(term => term.Share)];
    }

    private static void Share(JsonElement node, double share, List<SharedTerm> terms)
    {
        if (TermOf(node) is { } term)
        {
            terms.Add(new SharedTerm(term, share));
            return;
        }

        JsonElement[] parts = [.. node.ItemsAt("details").Where(HasTerm)]; // of a product the factors are none
        double sum = parts.Sum(ValueOf);
        foreach (JsonElement part in parts)
        {
            Share(part, sum == 0 ? 0 : share * ValueOf(part) / sum, terms);
        }
    }

    private static bool HasTerm(JsonElement node) => TermOf(node) is not null || node.ItemsAt("details").Any(HasTerm);

    private static double ValueOf(JsonElement node) => node.NumberAt("value") ?? 0;

    private static string? TermOf(JsonElement node)
    {
        string described = node.TextAt("description") ?? "";
        return Leaves().Select(leaf => leaf.Match(described)).FirstOrDefault(match => match.Success)?.Groups["term"].Value;
    }

    private static Regex[] Leaves() => [Word(), Feature(), Token()];

    /// <summary>Of BM25: <c>weight(text:해녀 in 0) …</c>.</summary>
    [GeneratedRegex(@"^weight\((?<term>.+) in \d+\)")]
    private static partial Regex Word();

    /// <summary>Of <c>rank_features</c>: <c>Linear function on the embedding field for the 해녀 feature, …</c>.</summary>
    [GeneratedRegex("^Linear function on the .+? field for the (?<term>.+) feature, computed")]
    private static partial Regex Feature();

    /// <summary>Of <c>sparse_vector</c>, from 3.5 on: <c>token '1012' contribution: …</c>.</summary>
    [GeneratedRegex("^token '(?<term>[^']+)' contribution")]
    private static partial Regex Token();
}
