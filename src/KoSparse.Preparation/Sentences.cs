using System.Text.RegularExpressions;

namespace KoSparse.Preparation;

/// <summary>Cuts paragraphs into sentences.</summary>
internal static partial class Sentences
{
    /// <summary>The sentences of a text, trimmed; a full stop between digits or in an abbreviation ends none.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. End().Split(text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0)];

    // 다./요./음. and the like, then space: the way Korean sentences end; Latin initials such as "J. R." do not.
    [GeneratedRegex(@"(?<=[가-힣][.!?][""'”’)]?)\s+|\n+")]
    private static partial Regex End();
}
