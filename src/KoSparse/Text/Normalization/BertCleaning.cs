namespace KoSparse.Text.Normalization;

/// <summary>BERT's cleaning: control and format characters go, white space becomes a blank.</summary>
internal sealed class BertCleaning : TextNormalizer
{
    private static readonly CharacterRewriting Rewriting = new(static (rune, kind) => kind switch
    {
        CharacterKind.Control => "",
        CharacterKind.Space when rune.Value != ' ' => " ",
        _ => null,
    });

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => Rewriting.Apply(text);
}
