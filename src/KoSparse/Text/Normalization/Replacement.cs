using System.Text.RegularExpressions;

namespace KoSparse.Text.Normalization;

/// <summary>Replaces what a pattern finds; what stands for it has the place of its last character.</summary>
internal sealed class Replacement(Regex pattern, string content) : TextNormalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        AlignedTextBuilder? result = null;
        int kept = 0;
        foreach (ValueMatch match in pattern.EnumerateMatches(text.Characters))
        {
            if (match.Length == 0)
            {
                continue;
            }

            int end = match.Index + match.Length;
            int last = char.IsLowSurrogate(text.Characters[end - 1]) && match.Length > 1 ? 2 : 1;
            result ??= new AlignedTextBuilder(text.Characters.Length);
            result.Append(text, kept, match.Index);
            result.Append(content, text.Place(end - last, last));
            kept = end;
        }

        result?.Append(text, kept, text.Characters.Length);
        return result?.Build() ?? text;
    }
}
