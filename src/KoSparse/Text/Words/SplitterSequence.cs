using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>Several steps, one after the other; none leaves one word.</summary>
internal sealed class SplitterSequence(params IReadOnlyList<WordSplitter> steps) : WordSplitter
{
    /// <inheritdoc/>
    public override AlignedText Split(AlignedText text, List<WordRange> words)
    {
        foreach (WordSplitter step in steps)
        {
            text = step.Split(text, words);
        }

        return text;
    }
}
