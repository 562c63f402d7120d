namespace KoSparse.Text.Normalization;

/// <summary>Several steps, one after the other; none leaves a text as it is.</summary>
internal sealed class NormalizerSequence(params IReadOnlyList<TextNormalizer> steps) : TextNormalizer
{
    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        foreach (TextNormalizer step in steps)
        {
            text = step.Apply(text);
        }

        return text;
    }
}
