namespace KoSparse.Text.Normalization;

/// <summary>BERT's cleaning: control and format characters go, white space becomes a blank.</summary>
internal sealed class BertCleaning : TextNormalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text) => CharacterRewriting.Apply(text, static (rune, kind) => kind switch
    {
        CharacterKind.Control => "",
        CharacterKind.Space when rune.Value != ' ' => " ",
        _ => null,
    });
}
