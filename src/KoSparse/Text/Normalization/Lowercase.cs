using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Lower case, character by character, as Unicode has it without a language.</summary>
internal sealed class Lowercase : TextNormalizer
{
    private static readonly CharacterRewriting Rewriting = new(static (rune, _) =>
    {
        if (rune.Value == 'İ')
        {
            return "i\u0307"; // the one letter whose lower case is two, which the platform leaves as it is
        }

        Rune lower = Rune.ToLowerInvariant(rune);
        return lower == rune ? null : lower.ToString();
    });

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => Rewriting.Apply(text);
}
