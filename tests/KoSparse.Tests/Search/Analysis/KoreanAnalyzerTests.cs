using KoSparse.Search.Analysis;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Analysis;

public sealed class KoreanAnalyzerTests
{
    [Theory]
    [InlineData("서울에서는", "서울 서울")] // 에서는 off; a stem of two syllables is its own pair
    [InlineData("박물관을", "박물관 박물 물관")]
    [InlineData("바다는", "바다 바다")] // 는 after a vowel
    [InlineData("사람들에게", "사람 사람")] // 에게, then 들
    [InlineData("눈이", "눈 눈")] // 이 after a consonant may leave one syllable
    [InlineData("나이", "나이 나이")] // 이 after a vowel is no particle
    [InlineData("의사", "의사 의사")]
    [InlineData("시작되었나요", "시작 시작")]
    [InlineData("GPU는 빠르다", "gpu 빠르 빠르")] // a run that is all particle is dropped
    [InlineData("1999년에", "1999 년 년")]
    [InlineData("東京都", "東京 京都")]
    [InlineData("누구인가요?", "")]
    public void Analyze_Word_GivesStemAndPairs(string text, string expected)
    {
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Terms(text).Order());
    }

    [Fact]
    public void Analyze_DecomposedHangul_GivesTheSameTerms()
    {
        string text = "한강의 다리";

        IEnumerable<string> decomposed = Terms(text.Normalize(System.Text.NormalizationForm.FormD));

        Assert.Equal(Terms(text), decomposed);
    }

    [Theory]
    [InlineData("박\u200B물\u00AD관을 ＧＰＵ\u200D １９９９년에")]
    [InlineData("\uFEFF박물관\u2060을 GPU 1\u200C999년에\uFFFE")]
    public void Analyze_InvisibleOrFullWidth_GivesTheTermsOfThePlainText_Issue19(string text)
    {
        Lexicon plain = new();
        new KoreanAnalyzer().Analyze("박물관을 GPU 1999년에", new TermList(plain, grow: true));
        Lexicon found = new();
        new KoreanAnalyzer().Analyze(text, new TermList(found, grow: true));

        Assert.Equal(plain.Terms, found.Terms);
    }

    [Fact]
    public void Analyze_VeryLongWord_CutsIt()
    {
        Assert.Equal(new string('a', 64), Assert.Single(Terms(new string('A', 1000))));
    }

    private static List<string> Terms(string text)
    {
        Lexicon lexicon = new();
        TermList terms = new(lexicon, grow: true);
        new KoreanAnalyzer().Analyze(text, terms);
        SparseVector counts = terms.Count();
        List<string> result = [];
        foreach (string candidate in Candidates(text))
        {
            if (lexicon.TryGetId(candidate, out int id))
            {
                int place = counts.TokenIds.IndexOf(id);
                result.AddRange(Enumerable.Repeat(candidate, (int)counts.Weights[place]));
            }
        }

        Assert.Equal(terms.Length, result.Count);
        return result;
    }

    // The lexicon gives numbers only: ask it for every substring of the text.
    private static IEnumerable<string> Candidates(string text)
    {
        string lower = text.Normalize().ToLowerInvariant();
        return Enumerable.Range(0, lower.Length)
            .SelectMany(start => Enumerable.Range(1, Math.Min(80, lower.Length - start)).Select(length => lower.Substring(start, length)))
            .Distinct();
    }
}
