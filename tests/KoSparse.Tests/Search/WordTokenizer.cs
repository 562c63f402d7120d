using KoSparse.Text;

namespace KoSparse.Tests.Search;

/// <summary>A tokenizer of a few whole words, split at spaces: enough to test what is built on tokenizers.</summary>
internal sealed class WordTokenizer(params string[] words) : Tokenizer
{
    private readonly string[] _vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words];

    public override IReadOnlyList<string> Vocabulary => _vocabulary;

    public override SpecialTokens SpecialTokens { get; } = new(2, 3, 0, 1, 4, []);

    public override string Hash => "words";

    public override string Marker => Mark;

    /// <summary>The marker.</summary>
    public string Mark { get; init; } = "##";

    public override IReadOnlyList<Token> Tokenize(string text)
    {
        List<Token> tokens = [];
        int start = 0;
        foreach (string word in text.Split(' '))
        {
            int id = Array.IndexOf(_vocabulary, word);
            tokens.Add(new Token(id < 0 ? SpecialTokens.Unknown : id, start, word.Length));
            start += word.Length + 1;
        }

        return tokens;
    }
}
