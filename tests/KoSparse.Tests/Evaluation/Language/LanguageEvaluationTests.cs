using KoSparse.Evaluation.Language;
using KoSparse.Tests.Search;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Tests.Evaluation.Language;

public sealed class LanguageEvaluationTests
{
    // Ids: 0–4 special, 5 서울, 6 river, 7 12, 8 바다.
    private static readonly TokenClasses Classes = TokenClasses.Of(new WordTokenizer("서울", "river", "12", "바다"));

    [Fact]
    public void Measure_MixedTerms_SharesLeaveSpecialTokensOut()
    {
        SparseVector first = SparseVector.FromTerms([new(2, 9f), new(5, 3f), new(6, 1f)]);
        SparseVector second = SparseVector.FromTerms([new(7, 2f), new(8, 2f)]);

        LanguageResult result = LanguageEvaluation.Measure([first, second], Classes);

        // Without the special one: 서울 3, river 1, 12 2, 바다 2. Korean 2 of 4 and 5 of 8; foreign 1 of 4 and 1 of 8.
        Assert.Equal(new ShareOfTerms(0.5, 0.625), result.KoreanTokenRatio);
        Assert.Equal(new ShareOfTerms(0.25, 0.125), result.Leakage);
        Assert.Equal(1, result.Classes[TokenClass.Special]);
        Assert.Equal([false, false], LanguageReport.Targets(result).Select(target => target.Passed));
    }

    [Fact]
    public void Measure_KoreanOnly_ReachesTheTargets()
    {
        LanguageResult result = LanguageEvaluation.Measure([SparseVector.FromTerms([new(5, 1f), new(8, 1f)])], Classes);

        Assert.Equal([true, true], LanguageReport.Targets(result).Select(target => target.Passed));
    }

    [Fact]
    public void Measure_NoTerms_SharesAreZero()
    {
        Assert.Equal(default, LanguageEvaluation.Measure([SparseVector.Empty], Classes).KoreanTokenRatio);
    }
}
