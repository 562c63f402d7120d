using KoSparse.Evaluation.Comparison;
using KoSparse.Evaluation.Context;
using KoSparse.Evaluation.Language;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Text;

namespace KoSparse.Tests.Evaluation.Comparison;

public sealed class EncoderComparisonTests
{
    [Fact]
    public void Compare_TwoEncoders_SubtractsTheFirst()
    {
        IReadOnlyList<ComparedFigure> figures = EncoderComparison.Compare(Figures("v26", 0.8, [0.6, 0.6, 0.2, 0.6], [10, 20]), Figures("v28", 0.95, [0.4, 0.3, 0.2, 0.6], [8, 16]));

        ComparedFigure korean = Of(figures, "Korean token ratio, by count");
        Assert.Equal((0.8, 0.95, 0.15), (korean.First, korean.Second, Math.Round(korean.Difference, 12)));
        Assert.Null(korean.Interval);
        Assert.Equal(0.5, Of(figures, "context discrimination").Interval!.Value.Difference, 12); // 3 of 4 pairs against 1
        Assert.Equal(-0.125, Of(figures, "mean overlap of contexts").Interval!.Value.Difference, 12); // (−0.2 − 0.3 + 0 + 0) / 4
        Assert.Equal(-3, Of(figures, "active terms per document").Interval!.Value.Difference, 12); // (−2 − 4) / 2
    }

    /// <summary>Every text with 2 to 4 terms fewer: however the texts are drawn, the difference is between those.</summary>
    [Fact]
    public void Compare_AllTextsLower_IntervalHoldsNoZero()
    {
        ComparedFigure terms = Of(
            EncoderComparison.Compare(Figures("a", 0.9, [0.5], [10, 20]), Figures("b", 0.9, [0.5], [8, 16])), "active terms per document");

        Assert.InRange(terms.Interval!.Value.Low, -4, -3);
        Assert.InRange(terms.Interval!.Value.High, -3, -2);
    }

    [Fact]
    public void Of_TwoEncoders_ShowsPointsAndIntervals()
    {
        Report report = ComparisonReport.Of(Figures("v26", 0.8, [0.6, 0.6], [10, 20]), Figures("v28", 0.95, [0.6, 0.6], [8, 16]));

        Assert.Contains("| measure | v26 | v28 | difference | 95 % interval |", report.Markdown, StringComparison.Ordinal);
        Assert.Contains("| Korean token ratio, by count | 80.0 % | 95.0 % | +15.0 |  |", report.Markdown, StringComparison.Ordinal);
        Assert.Contains("| context discrimination | 0.0 % | 0.0 % | 0.0 | 0.0 to 0.0 |", report.Markdown, StringComparison.Ordinal);
        Assert.Contains("| active terms per document | 15.00 | 12.00 | -3.00 | -4.00 to -2.00 |", report.Markdown, StringComparison.Ordinal);
        Assert.Equal(10, report.Figures["figures"]!.AsArray().Count);
    }

    private static ComparedFigure Of(IReadOnlyList<ComparedFigure> figures, string measure) => figures.Single(figure => figure.Measure == measure);

    private static EncoderFigures Figures(string name, double korean, double[] overlaps, int[] terms) => new(
        name,
        new LanguageResult(2, new ShareOfTerms(korean, korean), new ShareOfTerms(1 - korean, 1 - korean), new Dictionary<TokenClass, long>()),
        new ContextResult(
            overlaps.Average(overlap => overlap < 0.5 ? 1.0 : 0),
            overlaps.Average(),
            0.5,
            [.. overlaps.Select(overlap => new ContextPairResult("점심", "회사와 학교", overlap, [], 4))]),
        new SparsityResult(
            new TermFigures(4, 4, 4, 1), new TermFigures(terms.Average(), 15, 20, 1), 0.5, [4, 4], terms));
}
