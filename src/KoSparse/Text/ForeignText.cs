using System.Buffers;
using System.Text.RegularExpressions;

namespace KoSparse.Text;

/// <summary>Text that others wrote, made fit to be shown: a server's reason, a document's title, a line of a damaged file.</summary>
/// <remarks>
/// A terminal obeys what it is shown. Control characters (escapes among them) could clear, hide or rewrite lines, and
/// directional ones make a line read otherwise than it is (Boucher and Anderson, "Trojan Source", 2021).
/// </remarks>
public static partial class ForeignText
{
    private const int LongestSentence = 300;

    private static readonly SearchValues<char> Directions = SearchValues.Create("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>Every character as it is, or in the place of one that a terminal would obey, a space (of lines and tabs) or U+FFFD: as long as before.</summary>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsObeyed) ? string.Create(text.Length, text, static (shown, given) =>
        {
            for (int i = 0; i < given.Length; i++)
            {
                shown[i] = !IsObeyed(given[i]) ? given[i] : given[i] is '\n' or '\r' or '\t' ? ' ' : '\uFFFD';
            }
        })
        : text;
    }

    /// <summary>The text on one line, without what may be a secret, and no longer than a person reads.</summary>
    /// <param name="text">What others wrote.</param>
    /// <param name="longest">UTF-16 units at most; what is left out shows as an ellipsis.</param>
    public static string Sentence(string text, int longest = LongestSentence)
    {
        ArgumentNullException.ThrowIfNull(text);
        string start = text.Length <= 2 * longest ? text : text[..(2 * longest)]; // patterns do not run over megabytes
        string shown = Shown(Secrets().Replace(start, "(hidden)"));
        return shown.Length <= longest && start.Length == text.Length ? shown : shown[..Whole(shown, Math.Min(longest, shown.Length))] + "…";
    }

    /// <summary>A message of several lines, each as <see cref="Shown"/>; a message of megabytes keeps its start and its end.</summary>
    public static string Message(string text, int longest = 4000)
    {
        ArgumentNullException.ThrowIfNull(text);
        string kept = text.Length <= longest ? text
            : $"{text[..Whole(text, longest / 2)]} … {text[(text.Length - Whole(text, longest / 2))..]}";
        return string.Join('\n', kept.ReplaceLineEndings("\n").Split('\n').Select(line => Shown(Secrets().Replace(line, "(hidden)"))));
    }

    /// <summary>Whether a terminal, or a reader's eye, is led by a character instead of shown it.</summary>
    private static bool IsObeyed(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' || Directions.Contains(c);

    /// <summary>A cut that does not part a pair of surrogates.</summary>
    private static int Whole(string text, int length) => length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    /// <summary>Tokens of the Hub, and whatever follows the name of an authorization.</summary>
    [GeneratedRegex(@"\bhf_[A-Za-z0-9]{8,}|(?<=\b(?:Bearer|Basic)\s+)[^\s""',;]{4,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Secrets();
}
