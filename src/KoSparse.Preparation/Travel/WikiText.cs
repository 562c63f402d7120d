using System.Net;
using System.Text.RegularExpressions;

namespace KoSparse.Preparation.Travel;

/// <summary>Takes the markup of Wikipedia and NamuWiki away, as far as paragraphs of prose need it.</summary>
internal static partial class WikiText
{
    private const int DeepestNesting = 8;

    /// <summary>Paragraphs of prose, and the categories.</summary>
    public static (IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Categories) Read(string markup)
    {
        string[] categories = [.. Category().Matches(markup).Select(match => match.Groups[1].Value.Trim())];
        string text = Comment().Replace(WebUtility.HtmlDecode(markup), "");
        text = Reference().Replace(text, "");
        text = Innermost(text, Braces(), "");
        text = Innermost(text, Media(), "");
        text = Innermost(text, NamuNote(), "");
        text = Link().Replace(text, "$1");
        text = ExternalLink().Replace(text, "$1");
        text = Macro().Replace(text, "");
        text = Emphasis().Replace(Tag().Replace(text, ""), "");
        string[] paragraphs =
        [
            .. text.Split('\n')
                .Select(line => Spaces().Replace(line, " ").Trim())
                .Where(line => line.Length > 0 && !NoProse().IsMatch(line)),
        ];
        return (paragraphs, categories);
    }

    /// <summary>Replaces from the inside outwards, as braces nest.</summary>
    private static string Innermost(string text, Regex pattern, string replacement)
    {
        for (int depth = 0; depth < DeepestNesting; depth++)
        {
            string next = pattern.Replace(text, replacement);
            if (next.Length == text.Length)
            {
                break;
            }

            text = next;
        }

        return text;
    }

    [GeneratedRegex(@"\[\[\s*(?:분류|Category)\s*:\s*([^\]|#]+)[^\]]*\]\]", RegexOptions.IgnoreCase)]
    private static partial Regex Category();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("<ref[^>]*/>|<ref.*?</ref>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    // {{templates}}, {| tables |} and NamuWiki's {{{blocks}}}.
    [GeneratedRegex(@"\{\{[^{}]*\}\}|\{\|[^{}]*?\|\}|\{[^{}]*\}", RegexOptions.Singleline)]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[\[\s*(?:파일|그림|File|Image|분류|Category)\s*:[^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*)*\]\]", RegexOptions.IgnoreCase)]
    private static partial Regex Media();

    [GeneratedRegex(@"\[\*[^\[\]]*\]")]
    private static partial Regex NamuNote();

    [GeneratedRegex(@"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[https?://[^\s\]]+\s*([^\]]*)\]")]
    private static partial Regex ExternalLink();

    [GeneratedRegex(@"\[(?:include|목차|각주|tableofcontents|footnote|youtube|clearfix|br|date|age)[^\]]*\]", RegexOptions.IgnoreCase)]
    private static partial Regex Macro();

    [GeneratedRegex("<[^<>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("'{2,}|__|~~|--")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // Headings, lists, table rows, rules.
    [GeneratedRegex(@"^(?:=|\*|#|\||!|:|;|-{4}|\{|\}|>)")]
    private static partial Regex NoProse();
}
