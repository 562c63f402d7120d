namespace KoSparse.Text.Normalization;

/// <summary>Puts a string before a text that is not empty; it has the place of the first character.</summary>
internal sealed class Prefix(string content) : TextNormalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        if (text.Characters.Length == 0)
        {
            return text;
        }

        AlignedTextBuilder result = new(text.Characters.Length + content.Length);
        result.Append(content, text.Place(0, char.IsHighSurrogate(text.Characters[0]) ? 2 : 1));
        result.Append(text, 0, text.Characters.Length);
        return result.Build();
    }
}
