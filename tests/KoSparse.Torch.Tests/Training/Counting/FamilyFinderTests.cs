using KoSparse.Text;
using KoSparse.Training.Counting;
using KoSparse.Vectors;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Counting;

public sealed class FamilyFinderTests : IDisposable
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "만들", "만드", "만두", "고치", "의자", "책상", "목수", "국물", "접시", "저녁", "wood", "woods", "."];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-families-");
    private readonly Tokenizer _tokenizer;

    public FamilyFinderTests() => _tokenizer = TinyText.WriteTokenizer(_folder.FullName, Vocabulary);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>만두 shares a syllable with 만들 and no company, 고치 its company and no syllable; wood and woods are not Korean.</summary>
    [Fact]
    public void Find_SyllableAndCompany_NeedsBoth()
    {
        File.WriteAllLines(In("corpus.jsonl"), Enumerable.Range(0, 60).Select(i => (i % 6) switch
        {
            0 => """{"_id":"a","text":"목수 의자 만들 책상"}""",
            1 => """{"_id":"b","text":"목수 책상 만드 의자"}""",
            2 => """{"_id":"c","text":"책상 고치 의자 목수"}""",
            3 => """{"_id":"d","text":"저녁 만두 국물 접시"}""",
            4 => """{"_id":"e","text":"접시 국물 만두 . 저녁"}""",
            _ => """{"_id":"f","text":"목수 wood 의자 woods 책상"}""",
        }));

        WordFamilies families = FamilyFinder.Find([In("corpus.jsonl")], _tokenizer);

        Assert.Equal((2, 2), (families.Count, families.Pairs));
        (int token, float similarity) = Assert.Single(families.Of(Id("만들")));
        Assert.Equal(Id("만드"), token);
        Assert.InRange(similarity, 0.8, 1);
        Assert.Equal((Id("만들"), similarity), Assert.Single(families.Of(Id("만드"))));
    }

    /// <summary>By hand: a token at distance d counts 6 − d times, from both sides; beyond five it does not.</summary>
    [Fact]
    public void Add_Text_CountsByDistance()
    {
        Cooccurrences counts = Count("목수 의자 책상 목수 국물", "국물 접시 . 접시 접시 접시 접시 책상"); // punctuation is not counted

        Assert.Equal([6, 9, 9, 7, 0], counts.Row(0)); // 목수
        Assert.Equal([9, 0, 5, 3, 0], counts.Row(1)); // 의자
        Assert.Equal([9, 5, 0, 4, 15], counts.Row(2)); // 책상: 접시 at 1 to 5, 국물 at 6 no more
        Assert.Equal([7, 3, 4, 0, 15], counts.Row(3)); // 국물
    }

    /// <summary>Cosines by numpy 1.24: positive PMI of these counts, contexts smoothed by 0.75, U·√S, rows of length 1.</summary>
    [Fact]
    public void Of_SmallCounts_HasTheCosinesOfAFullDecomposition()
    {
        Cooccurrences counts = new([.. new[] { "목수", "의자", "책상", "국물" }.Select(Id)], Vocabulary.Length);
        counts.Add(["목수 의자 책상 목수 국물"], _tokenizer);

        using Tensor vectorsND = WordVectors.Of(counts, dimensions: 4, seed: 1);
        using Tensor two = WordVectors.Of(counts, dimensions: 2, seed: 2);

        AssertCosines([[1, 0.11035f, 0.2492f, 0.11657f], [0.11035f, 1, 0.40693f, 0.99975f], [0.2492f, 0.40693f, 1, 0.40008f], [0.11657f, 0.99975f, 0.40008f, 1]], vectorsND);
        AssertCosines([[1, 0.0244f, 0.68852f, 0.02698f], [0.0244f, 1, 0.74179f, 1], [0.68852f, 0.74179f, 1, 0.74352f], [0.02698f, 1, 0.74352f, 1]], two);
    }

    [Fact]
    public void Of_TokenWithoutCompany_HasNoDirection()
    {
        Cooccurrences counts = Count("목수 의자");

        using Tensor vectorsND = WordVectors.Of(counts, dimensions: 3, seed: 1);

        Assert.Equal(0, vectorsND[4].abs().sum().item<float>());
        Assert.Equal(1, vectorsND[0].norm().item<float>(), 1e-5);
    }

    private static void AssertCosines(float[][] expected, Tensor vectorsND)
    {
        using Tensor cosines = vectorsND.mm(vectorsND.t());
        Assert.All(expected.SelectMany(row => row).Zip(cosines.contiguous().data<float>().ToArray()), c => Assert.Equal(c.First, c.Second, 2e-3));
    }

    private Cooccurrences Count(params string[] texts)
    {
        Cooccurrences counts = new([.. new[] { "목수", "의자", "책상", "국물", "접시" }.Select(Id)], Vocabulary.Length);
        counts.Add(texts, _tokenizer);
        return counts;
    }

    private int Id(string token) => Array.IndexOf(Vocabulary, token);

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
