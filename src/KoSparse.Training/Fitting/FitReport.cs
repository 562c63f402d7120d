using KoSparse.Evaluation.Metrics;

namespace KoSparse.Training.Fitting;

/// <summary>What a fit gained, on questions that its weights had not seen; <c>fit.json</c>.</summary>
/// <param name="Questions">Number of questions.</param>
/// <param name="Texts">Number of texts searched.</param>
/// <param name="Folds">Parts that the questions were divided into.</param>
/// <param name="Start">Figures of BM25, as the lexical prior starts.</param>
/// <param name="HeldOut">Figures of each fold by the weights that the others gave.</param>
/// <param name="Trained">Figures of all questions by the weights that all of them gave; well above the held-out ones, more is learned by heart.</param>
/// <param name="Gain">nDCG@10 held out minus that of the start.</param>
/// <remarks>Ranked are a question's candidates, of which every judged text is one: figures are higher than those of a search.</remarks>
public sealed record FitReport(
    int Questions, int Texts, int Folds, RetrievalFigures Start, RetrievalFigures HeldOut, RetrievalFigures Trained, DifferenceInterval Gain)
{
    /// <summary>Name in the model's folder.</summary>
    public const string FileName = "fit.json";

    internal static FitReport Of(FitQuestions questions, FitCandidates candidates, TermWeightFit fit, int folds)
    {
        RetrievalFigures[] start = [.. Figures(questions, candidates, candidates.Scores)];
        RetrievalFigures[][] columns = [.. Enumerable.Range(0, folds + 1).Select(column =>
        {
            IReadOnlyList<float[]> scores = fit.Scores(column);
            return Figures(questions, candidates, question => scores[question]).ToArray();
        })];
        RetrievalFigures[] heldOut = [.. fit.FoldOf.Select((fold, question) => columns[fold][question])];
        return new FitReport(
            candidates.Count,
            questions.Texts.Count,
            folds,
            RetrievalFigures.Mean(start),
            RetrievalFigures.Mean(heldOut),
            RetrievalFigures.Mean(columns[folds]),
            PairedBootstrap.Compare([.. heldOut.Select(f => f.NdcgAt10)], [.. start.Select(f => f.NdcgAt10)]));
    }

    private static IEnumerable<RetrievalFigures> Figures(FitQuestions questions, FitCandidates candidates, Func<int, IReadOnlyList<float>> scoresOf) =>
        Enumerable.Range(0, candidates.Count).Select(question => RetrievalFigures.Of(
            candidates.Texts(question).Zip(scoresOf(question)).OrderByDescending(c => c.Second).ThenBy(c => c.First).Select(c => $"{c.First}"),
            questions.AnswersTo(question).ToDictionary(text => $"{text}", _ => 1)));
}
