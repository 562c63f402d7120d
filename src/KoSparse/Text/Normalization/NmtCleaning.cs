namespace KoSparse.Text.Normalization;

/// <summary>Hugging Face's <c>Nmt</c>: control characters go, what parts words without being a blank becomes one. By its table.</summary>
internal sealed class NmtCleaning : TextNormalizer
{
    private static readonly CharacterRewriting Rewriting = new(static (rune, _) => rune.Value switch
    {
        (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F => "",
        '\t' or '\n' or '\f' or '\r' or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => " ",
        _ => null,
    });

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => Rewriting.Apply(text);
}
