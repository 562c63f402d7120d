using KoSparse.Encoding.Lexical;
using KoSparse.Modeling.Lexical;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = KoSparse.Training.Optimization.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace KoSparse.Training.Fitting;

// Shapes: Q questions, M candidates of a question, P answers, E entries (an occurrence in a candidate), R rows, T texts, F features, C columns.

/// <summary>Fits the learned factors of a lexical prior by logistic regression over whole candidate lists, all questions at once.</summary>
/// <remarks>
/// A column leaves out one fold of the questions and is judged by it; the last column leaves out none. For an answer p of a
/// question with the negatives N the loss is <c>log(1 + Σ_n e^((s_n − s_p)/T))</c>, where
/// <c>s = Σ over shared tokens of idf · weight</c> with the weights of the lexical prior.
/// </remarks>
internal sealed class TermWeightFit : IDisposable
{
    /// <summary>Stands for the score of what is no candidate.</summary>
    private const float Never = -1e4f;

    private readonly FitConfig _config;
    private readonly double _share;
    private readonly FitCandidates _candidates;
    private readonly FitCells _cells;
    private readonly int[] _folds;
    private readonly DisposeScope _scope;
    private readonly Standardised _occurrences, _texts;
    private readonly Tensor _entryCells, _entryRows, _coefficients, _cellTexts, _start, _isNegative;
    private readonly Tensor _answerCells, _answerQuestions, _answerWeights;
    private readonly Parameter _occurrenceWeights, _occurrenceBias, _textWeights;

    /// <summary>Lays out candidates and features as tensors.</summary>
    /// <param name="config">The fit.</param>
    /// <param name="learnedShare">How much of a weight is learned, from 0 to 1.</param>
    /// <param name="questions">Questions and judgements.</param>
    /// <param name="candidates">What is ranked for each question.</param>
    /// <param name="cells">The candidates, and the occurrences that they are scored by.</param>
    /// <param name="table">Features of these occurrences and texts.</param>
    /// <param name="hiddenRD">What the encoder sees at the occurrences; disposed.</param>
    public TermWeightFit(
        FitConfig config, double learnedShare, FitQuestions questions, FitCandidates candidates, FitCells cells, TermTable table, Tensor hiddenRD)
    {
        (_config, _share, _candidates, _cells) = (config, learnedShare, candidates, cells);
        _folds = Folds(questions, config.Folds, config.Seed);
        _scope = NewDisposeScope();
        using (hiddenRD)
        {
            _occurrences = Standardised.Of(Joined(hiddenRD, table.OccurrencesRF[tensor(cells.Rows)]));
        }

        _texts = Standardised.Of(table.TextsTF[tensor(cells.Texts)], TermFeatures.HasTitle);
        (_entryRows, _cellTexts) = (tensor(cells.EntryRows), tensor(cells.CellTexts));
        (_entryCells, _coefficients) = (tensor(cells.EntryCells), tensor(cells.Coefficients).unsqueeze(1));
        (_start, _isNegative) = (tensor(cells.Start).unsqueeze(1), tensor(cells.IsNegative).view(candidates.Count, candidates.Width, 1));
        (_answerCells, _answerQuestions) = (tensor(cells.AnswerCells), tensor(cells.AnswerQuestions));
        _answerWeights = AnswerWeights();
        _occurrenceWeights = new Parameter(zeros(_occurrences.ValuesNF.shape[1], Columns));
        _occurrenceBias = new Parameter(zeros(Columns));
        _textWeights = new Parameter(zeros(_texts.ValuesNF.shape[1], Columns));
    }

    private int Columns => _config.Folds + 1;

    /// <summary>Fold of each question.</summary>
    public IReadOnlyList<int> FoldOf => _folds;

    /// <summary>Fits all columns.</summary>
    /// <param name="progress">Told after every step how many are done; throws to stop.</param>
    public void Run(IProgress<int> progress)
    {
        using var optimizer = new AdamW(
            [("occurrence", _occurrenceWeights), ("bias", _occurrenceBias), ("text", _textWeights)], _config.WeightDecay);
        for (int step = 1; step <= _config.Steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.ClearGradients();
            Loss().backward();
            optimizer.Step(_config.LearningRate);
            progress.Report(step);
        }
    }

    /// <summary>Scores of a question's candidates by a column's weights, in their order.</summary>
    public IReadOnlyList<float[]> Scores(int column)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        float[] scores = Scores().select(1, column).contiguous().data<float>().ToArray();
        return [.. Enumerable.Range(0, _candidates.Count).Select(q => scores.AsSpan(q * _candidates.Width, _candidates.Texts(q).Count).ToArray())];
    }

    /// <summary>What the last column, which saw all questions, has learned.</summary>
    public LexicalFactors Factors()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (float[] occurrence, float occurrenceBias) = _occurrences.Unscaled(_occurrenceWeights.select(1, _config.Folds));
        (float[] text, float textBias) = _texts.Unscaled(_textWeights.select(1, _config.Folds));
        int hidden = occurrence.Length - TermFeatures.OfOccurrence;
        return new LexicalFactors(
            occurrence[..hidden], occurrence[hidden..], occurrenceBias + _occurrenceBias[_config.Folds].item<float>(), text, textBias);
    }

    /// <inheritdoc/>
    public void Dispose() => _scope.Dispose();

    /// <summary>Sum over the columns of the mean loss of their answers.</summary>
    internal Tensor Loss()
    {
        Tensor scaledNC = Scores() / _config.Temperature;
        Tensor negativesQMC = scaledNC.view(_candidates.Count, _candidates.Width, Columns).masked_fill(_isNegative.logical_not(), Never);
        Tensor differencesPC = negativesQMC.logsumexp(1)[_answerQuestions] - scaledNC[_answerCells];
        return (nn.functional.softplus(differencesPC) * _answerWeights).sum();
    }

    /// <summary>Scores of all cells by all columns, Q · M × C.</summary>
    private Tensor Scores()
    {
        Tensor importanceRC = 2 * (_occurrences.ValuesNF.mm(_occurrenceWeights) + _occurrenceBias).sigmoid();
        Tensor wholeTC = _texts.ValuesNF.mm(_textWeights).exp();
        Tensor learnedNC = zeros(_start.shape[0], Columns).index_add(0, _entryCells, importanceRC[_entryRows] * _coefficients, 1);
        return (learnedNC * wholeTC[_cellTexts] * _share) + (_start * (1 - _share));
    }

    /// <summary>Each answer's weight in each column: 1 / answers of its questions, 0 for those of the fold left out.</summary>
    private Tensor AnswerWeights()
    {
        float[,] weights = new float[_cells.AnswerQuestions.Length, Columns];
        for (int column = 0; column < Columns; column++)
        {
            int seen = _cells.AnswerQuestions.Count(question => _folds[question] != column);
            for (int answer = 0; answer < _cells.AnswerQuestions.Length; answer++)
            {
                weights[answer, column] = _folds[_cells.AnswerQuestions[answer]] == column ? 0 : 1f / seen;
            }
        }

        return tensor(weights);
    }

    /// <summary>Both side by side in 32 bits, without a copy in between: a million rows are a gigabyte.</summary>
    private static Tensor Joined(Tensor hiddenRD, Tensor featuresRF)
    {
        Tensor joined = empty(hiddenRD.shape[0], hiddenRD.shape[1] + featuresRF.shape[1]);
        joined.narrow(1, 0, hiddenRD.shape[1]).copy_(hiddenRD);
        joined.narrow(1, hiddenRD.shape[1], featuresRF.shape[1]).copy_(featuresRF);
        return joined;
    }

    private static int[] Folds(FitQuestions questions, int folds, int seed)
    {
        int[] order = [.. Enumerable.Range(0, questions.Distinct)];
        new Random(seed).Shuffle(order);
        int[] places = new int[order.Length];
        foreach ((int place, int question) in order.Index())
        {
            places[question] = place;
        }

        return [.. Enumerable.Range(0, questions.Queries.Count).Select(question => places[question % order.Length] % folds)];
    }
}
