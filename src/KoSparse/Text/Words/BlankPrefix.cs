using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>Puts a blank before words that have none, so that the first word of a text is like any other (add_prefix_space).</summary>
internal sealed class BlankPrefix : WordSplitter
{
    /// <inheritdoc/>
    public override AlignedText Split(AlignedText text, List<WordRange> words)
    {
        AlignedTextBuilder result = new(text.Characters.Length + words.Count);
        for (int w = 0; w < words.Count; w++)
        {
            int start = result.Length;
            (int from, int to) = (words[w].Start, words[w].End);
            if (text.Characters[from] != ' ')
            {
                result.Append(' ', text.Place(from, char.IsHighSurrogate(text.Characters[from]) ? 2 : 1));
            }

            result.Append(text, from, to);
            words[w] = new WordRange(start, result.Length);
        }

        return result.Build();
    }
}
