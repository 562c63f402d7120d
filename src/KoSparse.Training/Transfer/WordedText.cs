using KoSparse.Encoding.Windows;
using KoSparse.Text;

namespace KoSparse.Training.Transfer;

/// <summary>A text as one tokenizer reads it, and the word that each id belongs to: where two tokenizers cut it differently, its words are the same.</summary>
/// <param name="Ids">Token ids, special tokens around them.</param>
/// <param name="Words">Number of the word of each id, from 0, ascending; -1 of ids that belong to none.</param>
internal sealed record WordedText(int[] Ids, int[] Words)
{
    private const int NoWord = -1;

    /// <summary>Number of words.</summary>
    public int WordCount => Words.Max() + 1;

    /// <summary>Reads a text; of one that is too long, the word that the end falls into is left out.</summary>
    /// <param name="text">Words between white space.</param>
    /// <param name="prefix">What stands before it and belongs to no word.</param>
    /// <param name="tokenizer">Splits it.</param>
    /// <param name="maxLength">Ids at most, special tokens included.</param>
    public static WordedText Of(string text, string prefix, Tokenizer tokenizer, int maxLength)
    {
        string whole = prefix + text;
        int[] wordAt = WordsAt(whole, prefix.Length);
        List<int> ids = [.. tokenizer.Opening];
        List<int> words = [.. tokenizer.Opening.Select(_ => NoWord)];
        int room = maxLength - tokenizer.Closing.Count;
        foreach (Token token in tokenizer.TokenizeFolded(whole))
        {
            if (ids.Count == room)
            {
                Leave(words, words[^1]);
                break;
            }

            ids.Add(token.Id);
            words.Add(token.Length == 0 ? NoWord : wordAt[Math.Min(token.Start + token.Length, whole.Length) - 1]);
        }

        ids.AddRange(tokenizer.Closing);
        words.AddRange(tokenizer.Closing.Select(_ => NoWord));
        return new WordedText([.. ids], [.. words]);
    }

    /// <summary>The window that a network reads.</summary>
    public Window Window(Tokenizer tokenizer) => new(Ids, Opening: tokenizer.Opening.Count);

    /// <summary>The word at each character; white space belongs to the word before.</summary>
    private static int[] WordsAt(string text, int first)
    {
        int[] wordAt = new int[text.Length];
        int word = NoWord;
        bool outside = true;
        for (int i = 0; i < text.Length; i++)
        {
            bool space = char.IsWhiteSpace(text[i]);
            if (i >= first && !space && outside)
            {
                word++;
            }

            outside = i < first || space;
            wordAt[i] = word;
        }

        return wordAt;
    }

    private static void Leave(List<int> words, int last)
    {
        for (int i = words.Count - 1; i >= 0 && words[i] == last; i--)
        {
            words[i] = NoWord;
        }
    }
}
