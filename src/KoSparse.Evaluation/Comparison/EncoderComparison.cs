using KoSparse.Evaluation.Context;
using KoSparse.Evaluation.Metrics;

namespace KoSparse.Evaluation.Comparison;

/// <summary>Two encoders, measured on the same texts and pairs, figure by figure.</summary>
public static class EncoderComparison
{
    /// <summary>The figures side by side.</summary>
    /// <param name="first">The encoder to compare with.</param>
    /// <param name="second">The encoder that is compared.</param>
    /// <exception cref="ArgumentException">They were measured on different numbers of texts or pairs.</exception>
    public static IReadOnlyList<ComparedFigure> Compare(EncoderFigures first, EncoderFigures second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return
        [
            Share("Korean token ratio, by count", e => e.Language.KoreanTokenRatio.Count),
            Share("Korean token ratio, by weight", e => e.Language.KoreanTokenRatio.Weight),
            Share("leakage, by count", e => e.Language.Leakage.Count),
            Share("leakage, by weight", e => e.Language.Leakage.Weight),
            Share("context discrimination", e => e.Context.Discrimination) with { Interval = Pairs(pair => pair.Overlap < ContextEvaluation.DifferentBelow ? 1 : 0) },
            Share("mean overlap of contexts", e => e.Context.MeanOverlap) with { Interval = Pairs(pair => pair.Overlap) },
            Share("expected context words", e => e.Context.ExpectedFound),
            Number("active terms per query", e => e.Sparsity.Queries.Mean) with { Interval = Between(e => Counts(e.Sparsity.QueryTerms)) },
            Number("active terms per document", e => e.Sparsity.Documents.Mean) with { Interval = Between(e => Counts(e.Sparsity.DocumentTerms)) },
            Number("FLOPS", e => e.Sparsity.Flops),
        ];

        ComparedFigure Share(string measure, Func<EncoderFigures, double> figure) => new(measure, figure(first), figure(second), IsShare: true);

        ComparedFigure Number(string measure, Func<EncoderFigures, double> figure) => new(measure, figure(first), figure(second), IsShare: false);

        DifferenceInterval Pairs(Func<ContextPairResult, double> figure) => Between(e => [.. e.Context.Pairs.Select(figure)]);

        DifferenceInterval Between(Func<EncoderFigures, double[]> figures) => PairedBootstrap.Compare(figures(second), figures(first));
    }

    private static double[] Counts(IReadOnlyList<int> terms) => [.. terms.Select(count => (double)count)];
}
