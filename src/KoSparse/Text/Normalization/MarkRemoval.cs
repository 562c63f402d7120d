using System.Globalization;
using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Combining marks go; of a decomposed text that means its accents.</summary>
/// <param name="spacingToo">All marks, or those alone that take no room of their own.</param>
internal sealed class MarkRemoval(bool spacingToo) : TextNormalizer
{
    private readonly CharacterRewriting _rewriting = new((rune, _) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark => "",
        UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark when spacingToo => "",
        _ => null,
    });

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => _rewriting.Apply(text);
}
