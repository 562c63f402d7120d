using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests;

/// <summary>A vocabulary of our own, small enough to train on in a test, and sentences in it.</summary>
internal static class TinyText
{
    private static readonly string[] Things =
        ["등대", "시계", "우물", "다리", "온실", "산길", "강물", "시장", "학교", "도서관", "마을", "항구", "정원", "과수원", "물레방아", "박물관"];

    private static readonly string[] Times = ["아침", "저녁", "봄", "여름", "가을", "겨울", "오늘", "내일"];
    private static readonly string[] People = ["할머니", "목수", "어부", "화가", "농부", "선생님", "아이", "상인"];
    private static readonly string[] Verbs = ["지킨다", "그린다", "고친다", "찾는다", "만든다", "청소한다"];
    private static readonly string[] Foreign = ["tower", "market", "river", "garden"];

    /// <summary>Five special tokens, then words, particles and signs: 63 in all.</summary>
    public static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
        .. Things, .. Times, .. People, .. Verbs, .. Foreign,
        "##은", "##는", "##이", "##가", "##을", "##를", "##에", "##의", "누가", "무엇", ".", "?", "7", "언제", "어디", "에",
    ];

    /// <summary>Writes the vocabulary and opens it.</summary>
    public static Tokenizer WriteTokenizer(string folder) => WriteTokenizer(folder, Vocabulary);

    /// <summary>Writes another vocabulary and opens it.</summary>
    public static Tokenizer WriteTokenizer(string folder, IEnumerable<string> vocabulary)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', vocabulary) + "\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), "{}");
        return TokenizerFolder.Open(folder);
    }

    /// <summary>The vocabulary, opened.</summary>
    public static Tokenizer Tokenizer()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-tokenizer-");
        try
        {
            return WriteTokenizer(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One family: a text with 등대 also gets another token, at half of the share.</summary>
    public static WordFamilies Families(string relative = "항구") => new(new Dictionary<int, IReadOnlyList<(int, float)>>
    {
        [Array.IndexOf(Vocabulary, "등대")] = [(Array.IndexOf(Vocabulary, relative), 0.5f)],
    });

    /// <summary>A sentence of a topic, such as <c>봄에 목수가 오늘 등대를 고친다 .</c>, of one to three clauses.</summary>
    public static string Sentence(int number)
    {
        IEnumerable<string> clauses = Enumerable.Range(0, 1 + (number % 3)).Select(k =>
        {
            int n = number + (k * 5);
            return $"{Times[n % 8]}에 {People[n / 2 % 8]}가 {Times[(n + 3) % 8]} {Things[number % 16]}를 {Verbs[n % 6]} .";
        });
        return string.Join(' ', clauses) + (number % 4 == 0 ? $" {Foreign[number / 4 % 4]}" : "");
    }

    /// <summary>The thing that a sentence is about first.</summary>
    public static string Title(int number) => Things[number % 16];

    /// <summary>What somebody does in a sentence.</summary>
    public static string Verb(int number) => Verbs[number % 6];

    /// <summary>A question about the topic of a sentence.</summary>
    public static string Question(int number) => $"누가 {Things[number % 16]}를 {Verbs[number % 6]} ?";
}
