using System.Globalization;
using System.Text;
using KoSparse.OpenSearch.Queries;
using KoSparse.Text;

namespace KoSparse.Cli.Display;

/// <summary>What a cluster found: rank, score, id, title, the text's start or passages, and the terms that make the score.</summary>
internal static class ClusterHitList
{
    private const int ShownText = 160;
    private const int ShownPassage = 400;
    private const string Bold = "\e[1m";
    private const string Plain = "\e[0m";

    /// <summary>Writes results; words of the question stand out on a terminal, and between brackets without one.</summary>
    public static string Format(IReadOnlyList<ClusterHit> hits, bool terminal)
    {
        StringBuilder text = new();
        foreach ((ClusterHit hit, int place) in hits.Select((hit, place) => (hit, place)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{place + 1,2}. {hit.Score,8:F4}  {ForeignText.Sentence($"{hit.Id}  {hit.Title}".TrimEnd())}\n");
            IEnumerable<string> passages = hit.Passages.Count > 0 ? hit.Passages.Select(passage => ForeignText.Sentence(passage, ShownPassage)) : [ForeignText.Sentence(hit.Text, ShownText)];
            foreach (string passage in passages)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {(terminal ? passage.Replace(ClusterHit.MarkStart, Bold, StringComparison.Ordinal).Replace(ClusterHit.MarkEnd, Plain, StringComparison.Ordinal) : passage)}\n");
            }

            if (hit.Terms.Count > 0)
            {
                text.Append("    ").AppendJoin("  ", hit.Terms.Select(term => string.Create(CultureInfo.InvariantCulture, $"{ForeignText.Sentence(term.Term)} {term.Share:F4}"))).Append('\n');
            }
        }

        return text.ToString();
    }
}
