namespace KoSparse.Text.Normalization;

/// <summary>BERT's handling of Chinese: blanks around each Han character make it a word of its own.</summary>
internal sealed class HanWords : TextNormalizer
{
    private static readonly CharacterRewriting Rewriting = new(static (rune, kind) => kind == CharacterKind.Han ? $" {rune} " : null);

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => Rewriting.Apply(text);
}
