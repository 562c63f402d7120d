namespace KoSparse.Text;

/// <summary>Splits text into the tokens of one vocabulary; immutable and safe to share between threads.</summary>
public abstract class Tokenizer
{
    /// <summary>The strings of the vocabulary by id, markers (<c>▁</c>, <c>##</c>) included.</summary>
    public abstract IReadOnlyList<string> Vocabulary { get; }

    /// <summary>The tokens with a role instead of a meaning.</summary>
    public abstract SpecialTokens SpecialTokens { get; }

    /// <summary>SHA-256, lower-case hexadecimal, over the vocabulary's strings and the kind of model: tells two tokenizers apart.</summary>
    public abstract string Hash { get; }

    /// <summary>Marker of pieces that begin a word (<c>▁</c>) or go on with one (<c>##</c>).</summary>
    public abstract string Marker { get; }

    /// <summary>Tokens of a text, without special tokens at its ends; unknown characters give the unknown token.</summary>
    public abstract IReadOnlyList<Token> Tokenize(string text);

    /// <summary>Token ids for an encoder: first special token, the text cut to fit, last special token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Largest number of ids, special tokens included; at least 2.</param>
    public int[] Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        IReadOnlyList<Token> tokens = Tokenize(text);
        int kept = Math.Min(tokens.Count, maxLength - 2);
        int[] ids = new int[kept + 2];
        ids[0] = SpecialTokens.First;
        for (int i = 0; i < kept; i++)
        {
            ids[i + 1] = tokens[i].Id;
        }

        ids[^1] = SpecialTokens.Last;
        return ids;
    }
}
