using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>SentencePiece's manner in tokenizer.json (Metaspace): blanks become a marker, which begins words.</summary>
/// <param name="marker">The marker, one character: <c>▁</c>.</param>
/// <param name="prefix">Which words get a marker that have none.</param>
/// <param name="split">Whether each marker begins a word of its own.</param>
internal sealed class MarkedWords(char marker, MarkedWords.Prefix prefix, bool split) : WordSplitter
{
    /// <summary>Which words get a marker before them.</summary>
    public enum Prefix
    {
        /// <summary>None.</summary>
        Never,

        /// <summary>The one at the beginning of the text.</summary>
        First,

        /// <summary>All.</summary>
        Always,
    }

    /// <inheritdoc/>
    public override AlignedText Split(AlignedText text, List<WordRange> words)
    {
        AlignedTextBuilder result = new(text.Characters.Length + words.Count);
        WordRange[] before = [.. words];
        words.Clear();
        foreach (WordRange word in before)
        {
            int start = result.Length;
            char first = text.Characters[word.Start];
            if (first != marker && first != ' ' && (prefix == Prefix.Always || (prefix == Prefix.First && text[word.Start].Start == 0)))
            {
                result.Append(marker, text.Place(word.Start, char.IsHighSurrogate(first) ? 2 : 1));
            }

            for (int i = word.Start; i < word.End; i++)
            {
                bool begins = text.Characters[i] == ' ' || text.Characters[i] == marker;
                if (begins && split && result.Length > start)
                {
                    words.Add(new WordRange(start, result.Length));
                    start = result.Length;
                }

                result.Append(begins ? marker : text.Characters[i], text[i]);
            }

            words.Add(new WordRange(start, result.Length));
        }

        return result.Build();
    }
}
