using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>One step of splitting a normalised text into words, across whose borders no piece reaches.</summary>
internal abstract class WordSplitter
{
    /// <summary>Splits words into smaller ones.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">The words so far, in order; replaced by those within them.</param>
    /// <returns>The text that the words lie in: the same one, or one with markers or bytes for its characters.</returns>
    public abstract AlignedText Split(AlignedText text, List<WordRange> words);
}
