using KoSparse.Tests.Search;
using KoSparse.Vectors;

namespace KoSparse.Tests.Vectors;

public sealed class SubwordVariantsTests
{
    private static readonly VariantOptions Options = new() { WordStart = 0.5f, Syllable = 0.25f };

    [Theory]
    [InlineData("##대학=2", "##대학=2 대학=1")]
    [InlineData("대학=2", "대학=2")] // a word's beginning gives no continuation, and 대 and 학 are no tokens
    [InlineData("엔젤=4", "엔젤=4 ##엔=1 ##젤=1")]
    [InlineData("##젤=4", "##젤=4 젤=2")] // one syllable is not a part of itself
    [InlineData("엔젤=4 앤젤=8", "엔젤=4 앤젤=8 ##엔=1 ##젤=2")] // of two that give the same, the larger
    [InlineData("엔젤=4 ##젤=0.1", "엔젤=4 ##엔=1 ##젤=0.1 젤=0.05")] // a text's own term stays as it is
    [InlineData("##12=2 ##river=2", "12=1 ##12=2 ##river=2")] // foreign words have none
    [InlineData("", "")]
    public void AddTo_ByHand_GivesSharesOfTheWeights(string terms, string expected)
    {
        WordTokenizer tokenizer = new("##대학", "대학", "엔젤", "앤젤", "##엔", "##젤", "젤", "12", "##12", "river", "##river");

        Assert.Equal(Vector(tokenizer, expected).Terms(), SubwordVariants.Of(tokenizer, Options).AddTo(Vector(tokenizer, terms)).Terms());
    }

    [Fact]
    public void AddTo_BeginningsMarked_FindsTheSame()
    {
        WordTokenizer tokenizer = new("대학", "▁대학", "▁엔젤", "엔", "▁엔", "젤") { Mark = "▁" };

        SparseVector vector = SubwordVariants.Of(tokenizer, Options).AddTo(Vector(tokenizer, "대학=2 ▁엔젤=4"));

        Assert.Equal(Vector(tokenizer, "대학=2 ▁대학=1 ▁엔젤=4 엔=1 젤=1").Terms(), vector.Terms());
    }

    [Fact]
    public void AddTo_SharesOfZero_ChangesNothing()
    {
        WordTokenizer tokenizer = new("##대학", "대학", "엔젤", "##젤");
        SparseVector vector = Vector(tokenizer, "##대학=2 엔젤=4");

        Assert.Equal(vector.Terms(), SubwordVariants.Of(tokenizer, new VariantOptions { WordStart = 0, Syllable = 0 }).AddTo(vector).Terms());
    }

    [Theory]
    [InlineData("만들=4", "만들=4 만드=1 ##만들=2")] // half of it, times the similarity
    [InlineData("##만들=4", "##만들=4 만들=2")] // its beginning by its letters: more than as a relative
    [InlineData("만드=4", "만드=4")] // relatives are given one way
    public void AddTo_Families_GivesByShareAndSimilarity(string terms, string expected)
    {
        WordTokenizer tokenizer = new("만들", "만드", "##만들");
        WordFamilies families = new(new Dictionary<int, IReadOnlyList<(int, float)>> { [5] = [(6, 0.5f), (7, 1)], [7] = [(5, 0.5f)] });

        SparseVector vector = SubwordVariants.Of(tokenizer, Options with { Family = 0.5f }, families).AddTo(Vector(tokenizer, terms));

        Assert.Equal(Vector(tokenizer, expected).Terms(), vector.Terms());
    }

    private static SparseVector Vector(WordTokenizer tokenizer, string terms) => SparseVector.FromTerms(terms
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(term => term.Split('='))
        .Select(term => new TermWeight(
            tokenizer.TryGetId(term[0], out int id) ? id : throw new ArgumentException(term[0], nameof(terms)),
            float.Parse(term[1], System.Globalization.CultureInfo.InvariantCulture))));
}
