using KoSparse.Text;

namespace KoSparse.Tests.Text;

/// <summary>A small WordPiece vocabulary of our own.</summary>
internal static class TestVocabulary
{
    /// <summary>Ids: 5 서울, 6 ##은, 7 ##의, 8 수도, 9 한, 10 ##국, 11 ., 12 韓, 13 cafe, 14 café, 15 ##서울, 16 은, 17 🙂, 18 강, 19 ##물.</summary>
    public static readonly string[] Tokens =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
        "서울", "##은", "##의", "수도", "한", "##국", ".", "韓", "cafe", "café", "##서울", "은", "🙂", "강", "##물",
    ];

    /// <summary>The vocabulary as <c>vocab.txt</c> with settings, opened.</summary>
    public static Tokenizer Open(string settings = "{}")
    {
        using TemporaryFolder folder = new();
        folder.Write("vocab.txt", string.Join('\n', Tokens) + "\n");
        folder.Write("tokenizer_config.json", settings);
        return TokenizerFolder.Open(folder.Path);
    }

    /// <summary>Tokens as text, such as <c>서울[0,2] ##은[2,1]</c>: string, start, length.</summary>
    public static string Show(Tokenizer tokenizer, string text) =>
        string.Join(' ', tokenizer.Tokenize(text).Select(t => $"{tokenizer.Vocabulary[t.Id]}[{t.Start},{t.Length}]"));
}
