using System.Globalization;
using System.Text;
using KoSparse.Search.Queries;
using KoSparse.Search.Snippets;
using KoSparse.Text;

namespace KoSparse.Cli.Display;

/// <summary>Results of a search: rank, score, title, passage, and the terms that matched by weight.</summary>
internal static class HitList
{
    private const int ShownTerms = 8;
    private const string Bold = "\e[1m";
    private const string Dim = "\e[2m";
    private const string Plain = "\e[0m";

    /// <summary>Writes results; matched terms stand out on a terminal, and the text is plain without one.</summary>
    public static string Format(IReadOnlyList<FoundDocument> found, Tokenizer tokenizer, bool terminal)
    {
        var text = new StringBuilder();
        foreach ((FoundDocument hit, int place) in found.Select((hit, place) => (hit, place)))
        {
            Dictionary<int, float> weights = hit.Terms.ToDictionary(t => t.TokenId, t => t.Contribution);
            Snippet snippet = Snippet.Of(
                hit.Document.Text, tokenizer, weights, words: hit.Words.ToDictionary(w => w.Word, w => w.Contribution, StringComparer.Ordinal));
            string title = hit.Document.Title.Length > 0 ? hit.Document.Title : hit.Document.Id;
            text.Append(CultureInfo.InvariantCulture, $"{place + 1,2}. {hit.Score,6:F2}  {Style(ForeignText.Shown(title), Bold, terminal)}\n");
            text.Append(CultureInfo.InvariantCulture, $"    {Passage(snippet, terminal)}\n");
            text.Append(CultureInfo.InvariantCulture, $"    {Style(ForeignText.Shown(Terms(hit, tokenizer)), Dim, terminal)}\n");
        }

        return text.ToString();
    }

    private static string Passage(Snippet snippet, bool terminal)
    {
        string shown = ForeignText.Shown(snippet.Text);
        var text = new StringBuilder(snippet.CutBefore ? "… " : "");
        int written = 0;
        foreach (TextSpan match in snippet.Matches)
        {
            text.Append(shown, written, match.Start - written);
            text.Append(Style(shown.Substring(match.Start, match.Length), Bold, terminal));
            written = match.End;
        }

        return text.Append(shown, written, shown.Length - written).Append(snippet.CutAfter ? " …" : "").ToString();
    }

    /// <summary>What explains the score: terms of the vectors, words of the text, or both.</summary>
    private static string Terms(FoundDocument hit, Tokenizer tokenizer) => string.Join(" | ", new[]
    {
        Listed(hit.Terms.Select(term => (Name(term.TokenId, tokenizer), term.Contribution))),
        Listed(hit.Words.Select(word => (word.Word, word.Contribution))),
    }.Where(list => list.Length > 0));

    private static string Listed(IEnumerable<(string Name, float Contribution)> terms) =>
        string.Join("  ", terms.Take(ShownTerms).Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Name} {term.Contribution:F2}")));

    private static string Name(int token, Tokenizer tokenizer) =>
        tokenizer.LettersOf(token) is { Length: > 0 } letters ? letters : tokenizer.Vocabulary[token];

    private static string Style(string text, string style, bool terminal) => terminal ? $"{style}{text}{Plain}" : text;
}
