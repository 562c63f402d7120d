using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.Tests;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests;

/// <summary>The model that ships, opened once, and documents of our own.</summary>
internal static class Mini
{
    private static readonly Lazy<OpenModel> Opened = new(() => OpenModel.Open(Folder, (folder, config) => OnnxNetwork.Open(folder, config)));

    public static string Folder => Path.Combine(SharedData.Root, "models", "mini");

    public static OpenModel Model => Opened.Value;

    /// <summary>Six short texts.</summary>
    public static IReadOnlyList<Document> Documents { get; } =
    [
        new("1", "해녀", "제주의 해녀는 바다에 들어가 전복과 소라를 딴다.") { Fields = """{"year":2001,"region":"제주"}""" },
        new("2", "등대", "등대는 밤바다를 지나는 배에 길을 알려 준다.") { Fields = """{"year":2002,"region":"부산"}""" },
        new("3", "장독대", "할머니는 장독대에서 된장과 고추장을 익힌다.") { Fields = """{"year":2003,"region":"전주"}""" },
        new("4", "떡볶이", "서울의 오래된 시장에서 떡볶이를 먹었다.") { Fields = """{"year":2004,"region":"서울"}""" },
        new("5", "", "훈민정음은 세종이 만든 글자이며 바다 건너에도 알려졌다.") { Fields = """{"year":2005,"region":"서울"}""" },
        new("6", "바닷길", "썰물이 되면 바다가 갈라져 섬까지 걸어갈 수 있다.") { Fields = """{"year":2006,"region":"진도"}""" },
    ];

    public static IReadOnlyList<string> Questions { get; } =
        ["해녀는 바다에서 무엇을 따나요?", "밤에 배를 돕는 등대", "훈민정음은 누가 만들었나요?", "서울 시장에서 먹은 것은?", "섬까지 걸어가는 바닷길"];

    /// <summary>Their vectors.</summary>
    public static IReadOnlyList<SparseVector> Vectors => EncodedOnce.Value;

    private static readonly Lazy<IReadOnlyList<SparseVector>> EncodedOnce = new(() => Model.Encoder.EncodeDocuments(Documents));

    /// <summary>Vectors of many documents that nobody had to encode.</summary>
    public static IEnumerable<(Document Document, SparseVector Vector)> Many(int count, int seed = 1)
    {
        Random random = new(seed);
        int[] words = [.. Enumerable.Range(0, Model.Tokenizer.Vocabulary.Count).Where(id => !Model.Tokenizer.Wordless.Contains(id))];
        return Enumerable.Range(0, count).Select(number => (
            new Document($"문서-{number}", "", $"{number}번째 글이다."),
            SparseVector.FromTerms(Enumerable.Range(0, 20).Select(_ => words[(int)(words.Length * random.NextDouble() * random.NextDouble())]).Distinct()
                .Select(id => new TermWeight(id, 0.01f + (3 * random.NextSingle()))))));
    }

    /// <summary>What <c>rank_features</c> keeps of a weight.</summary>
    public static float Stored(float weight) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(weight) >> 15 << 15);

    /// <summary>What it keeps of a vector.</summary>
    public static SparseVector Stored(SparseVector vector) => SparseVector.FromTerms(vector.Terms().Select(term => new TermWeight(term.TokenId, Stored(term.Weight))));

    /// <summary>A file with documents as <c>kosparse</c> reads them.</summary>
    public static string Write(TemporaryFolder folder, IEnumerable<Document> documents) => folder.Write("documents.jsonl", string.Concat(documents.Select(document =>
        $$"""{"_id":"{{document.Id}}","title":"{{document.Title}}","text":"{{document.Text}}"{{(document.Fields is { } fields ? "," + fields[1..^1] : "")}}}""" + "\n")));
}
