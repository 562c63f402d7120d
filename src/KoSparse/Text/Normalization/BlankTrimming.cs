namespace KoSparse.Text.Normalization;

/// <summary>Takes white space away from the ends of a text.</summary>
internal sealed class BlankTrimming(bool left, bool right) : TextNormalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        int start = 0;
        int end = text.Characters.Length;
        while (left && start < end && char.IsWhiteSpace(text.Characters[start]))
        {
            start++;
        }

        while (right && end > start && char.IsWhiteSpace(text.Characters[end - 1]))
        {
            end--;
        }

        return start == 0 && end == text.Characters.Length ? text : text.Slice(start, end);
    }
}
