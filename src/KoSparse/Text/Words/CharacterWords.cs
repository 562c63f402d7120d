using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>Words by the kind of each character: white space parts them and is no word, punctuation may be words of one character.</summary>
/// <param name="punctuation">Whether punctuation parts words as well, as in BERT.</param>
internal sealed class CharacterWords(bool punctuation) : WordSplitter
{
    /// <inheritdoc/>
    public override AlignedText Split(AlignedText text, List<WordRange> words)
    {
        WordRange[] before = [.. words];
        words.Clear();
        foreach (WordRange word in before)
        {
            Split(text.Characters, word, words);
        }

        return text;
    }

    private void Split(ReadOnlySpan<char> characters, WordRange word, List<WordRange> words)
    {
        int start = word.Start;
        for (int i = word.Start, length; i < word.End; i += length)
        {
            CharacterKind kind = CharacterKinds.Of(characters, i, out length);
            bool isSpace = kind == CharacterKind.Space || characters[i] is '\v' or '\f' or '\u0085'; // control characters, where nothing cleaned them
            if (!isSpace && !(punctuation && kind == CharacterKind.Punctuation))
            {
                continue;
            }

            Add(start, i, words);
            Add(isSpace ? i + length : i, i + length, words);
            start = i + length;
        }

        Add(start, word.End, words);
    }

    private static void Add(int start, int end, List<WordRange> words)
    {
        if (end > start)
        {
            words.Add(new WordRange(start, end));
        }
    }
}
