using System.Globalization;
using System.Text;
using KoSparse.Encoding.Origins;
using KoSparse.Text;

namespace KoSparse.Cli.Display;

/// <summary>A vector for people: weight, term, where it comes from; heaviest first.</summary>
internal static class TermTable
{
    private const int Places = 8;

    /// <summary>The table, and below it how many terms come from where.</summary>
    public static string Of(IReadOnlyList<SourcedTerm> terms, Tokenizer tokenizer)
    {
        if (terms.Count == 0)
        {
            return "No terms: the text has no word that the model weighs.\n";
        }

        StringBuilder table = new();
        foreach (SourcedTerm term in terms)
        {
            table.Append(CultureInfo.InvariantCulture, $"{term.Weight,Places:F3}  {Padded(TokenLine.Piece(tokenizer, term.TokenId), 14)}{Name(term.Source)}\n");
        }

        string[] counts = [.. terms.GroupBy(term => term.Source).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Name(group.Key)}")];
        return table.Append(CultureInfo.InvariantCulture, $"{terms.Count} terms: {string.Join(", ", counts)}.\n").ToString();
    }

    private static string Name(TermSource source) => source switch
    {
        TermSource.Text => "of the text",
        TermSource.Variant => "variant",
        TermSource.Family => "word family",
        _ => "expansion",
    };

    /// <summary>Hangul takes two columns of a terminal.</summary>
    private static string Padded(string text, int width) => text + new string(' ', Math.Max(1, width - text.Sum(c => c >= 0x1100 ? 2 : 1)));
}
