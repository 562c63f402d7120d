using System.Security.Cryptography;
using System.Text;

namespace KoSparse.Text;

/// <summary>Splits text into the tokens of one vocabulary; immutable and safe to share between threads.</summary>
public abstract class Tokenizer
{
    private const int HashedAtOnce = 1 << 16; // bytes

    private readonly Lazy<Dictionary<string, int>> _idByToken;
    private readonly Lazy<HashSet<int>> _wordless;

    /// <summary>Creates the tokenizer.</summary>
    protected Tokenizer() => (_idByToken, _wordless) = (new(IndexVocabulary), new(FindWordless));

    /// <summary>The strings of the vocabulary by id, markers (<c>▁</c>, <c>##</c>) included.</summary>
    public abstract IReadOnlyList<string> Vocabulary { get; }

    /// <summary>The tokens with a role instead of a meaning.</summary>
    public abstract SpecialTokens SpecialTokens { get; }

    /// <summary>Ids that never stand in a vector: special tokens and punctuation.</summary>
    /// <remarks>
    /// An encyclopedia asks no questions: by its IDF a "?" would outweigh the words of the question. Leaving punctuation out
    /// raised BM25's nDCG@10 on the training questions from .451 to .486.
    /// </remarks>
    public IReadOnlySet<int> Wordless => _wordless.Value;

    /// <summary>SHA-256, lower-case hexadecimal, over the vocabulary's strings and the kind of model: tells two tokenizers apart.</summary>
    public abstract string Hash { get; }

    /// <summary>Marker of pieces that begin a word (<c>▁</c>) or go on with one (<c>##</c>).</summary>
    public abstract string Marker { get; }

    /// <summary>Ids before a text for an encoder: the first special token, where the model was trained with one.</summary>
    public virtual IReadOnlyList<int> Opening => [SpecialTokens.First];

    /// <summary>Ids after it.</summary>
    public virtual IReadOnlyList<int> Closing => [SpecialTokens.Last];

    /// <summary>A token's letters, without its marks; of a byte-level vocabulary what its bytes spell.</summary>
    /// <param name="id">Row of the vocabulary.</param>
    public string LettersOf(int id) => Letters(WithoutEnding(IsMarked(id) ? Vocabulary[id][Marker.Length..] : Vocabulary[id]));

    /// <summary>Whether a token begins a word, and does not go on with one; where a vocabulary marks ends instead, whether it ends one, as a whole word does.</summary>
    /// <param name="id">Row of the vocabulary.</param>
    public bool BeginsWord(int id) => MarksEnds ? Vocabulary[id].EndsWith(Ending, StringComparison.Ordinal) : IsMarked(id) != MarksContinuations;

    /// <summary>Finds the token of some letters.</summary>
    /// <param name="letters">Without a marker.</param>
    /// <param name="beginsWord">Whether it begins a word, or goes on with one.</param>
    /// <param name="id">Its row of the vocabulary, 0 when there is none.</param>
    public bool TryGetId(string letters, bool beginsWord, out int id) =>
        TryGetId(
            MarksEnds ? Spelling(letters) + (beginsWord ? Ending : "")
                : beginsWord == MarksContinuations ? Spelling(letters) : Marker + Spelling(letters),
            out id);

    /// <summary>Tokens of a text, without special tokens at its ends; unknown characters give the unknown token.</summary>
    public abstract IReadOnlyList<Token> Tokenize(string text);

    /// <summary>Appends the ids of <see cref="Tokenize"/>; the faster way where no positions are needed.</summary>
    public virtual void AddIds(string text, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (Token token in Tokenize(text))
        {
            ids.Add(token.Id);
        }
    }

    /// <summary>Tokens of a text as it is searched, placed in the text as given: those of its <see cref="FoldedText"/>.</summary>
    public IReadOnlyList<Token> TokenizeFolded(string text)
    {
        FoldedText folded = FoldedText.Of(text);
        IReadOnlyList<Token> tokens = Tokenize(folded.Text);
        return folded.IsPlain ? tokens : [.. tokens.Select(folded.Place)];
    }

    /// <summary>Appends the ids of <see cref="TokenizeFolded"/>.</summary>
    public void AddFoldedIds(string text, List<int> ids) => AddIds(FoldedText.Of(text).Text, ids);

    /// <summary>Token ids for an encoder: <see cref="Opening"/>, the text cut to fit, <see cref="Closing"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Largest number of ids, special tokens included; at least 2.</param>
    public int[] Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        List<int> ids = [.. Opening];
        AddIds(text, ids);
        int room = Math.Max(Opening.Count, maxLength - Closing.Count);
        if (ids.Count > room)
        {
            ids.RemoveRange(room, ids.Count - room);
        }

        ids.AddRange(Closing);
        return [.. ids];
    }

    /// <summary>Finds a token by its string in the vocabulary, marker included.</summary>
    /// <param name="token">Such as <c>##은</c> or <c>▁서울</c>.</param>
    /// <param name="id">Its row of the vocabulary, 0 when there is none.</param>
    public bool TryGetId(string token, out int id) => _idByToken.Value.TryGetValue(token, out id);

    /// <summary>The <see cref="Hash"/> of a vocabulary: SHA-256 over the kind and every string, each ended by a zero byte.</summary>
    /// <param name="kind">What the tokenizer does beside its vocabulary, such as <c>wordpiece nfc lowercase</c>.</param>
    /// <param name="vocabulary">Strings by id.</param>
    protected static string HashOf(string kind, IReadOnlyList<string> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = [];
        int filled = 0;
        for (int i = -1; i < vocabulary.Count; i++)
        {
            string text = i < 0 ? kind : vocabulary[i];
            if (filled + Encoding.UTF8.GetMaxByteCount(text.Length) + 1 > block.Length)
            {
                hash.AppendData(block.AsSpan(0, filled));
                block = new byte[Math.Max(HashedAtOnce, Encoding.UTF8.GetMaxByteCount(text.Length) + 1)];
                filled = 0;
            }

            filled += Encoding.UTF8.GetBytes(text, block.AsSpan(filled));
            block[filled++] = 0;
        }

        hash.AppendData(block.AsSpan(0, filled));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>How the vocabulary spells some letters.</summary>
    private protected virtual string Spelling(string letters) => letters;

    /// <summary>The letters of a string of the vocabulary.</summary>
    private protected virtual string Letters(string spelling) => spelling;

    /// <summary>Whether <see cref="Marker"/> marks what goes on with a word.</summary>
    private protected virtual bool MarksContinuations => Marker == "##";

    /// <summary>What pieces end with that end a word; empty where ends have no mark.</summary>
    private protected virtual string Ending => "";

    private bool MarksEnds => Ending.Length > 0 && !MarksContinuations;

    private string WithoutEnding(string token) => Ending.Length > 0 && token.EndsWith(Ending, StringComparison.Ordinal) ? token[..^Ending.Length] : token;

    private bool IsMarked(int id) => Vocabulary[id].StartsWith(Marker, StringComparison.Ordinal);

    private HashSet<int> FindWordless()
    {
        HashSet<int> wordless = [.. SpecialTokens.All];
        for (int id = 0; id < Vocabulary.Count; id++)
        {
            if (TokenLanguage.Of(this, id) == TokenClass.Punctuation)
            {
                wordless.Add(id);
            }
        }

        return wordless;
    }

    private Dictionary<string, int> IndexVocabulary()
    {
        Dictionary<string, int> idByToken = new(Vocabulary.Count, StringComparer.Ordinal);
        for (int id = 0; id < Vocabulary.Count; id++)
        {
            idByToken.TryAdd(Vocabulary[id], id);
        }

        return idByToken;
    }
}
