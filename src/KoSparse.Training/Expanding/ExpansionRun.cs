using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Files;
using KoSparse.Modeling;
using KoSparse.Modeling.Heads;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Loops;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace KoSparse.Training.Expanding;

// Shapes: T texts, C columns, K some of them.

/// <summary>Everything an expansion names, opened: a model that stays as it is, a new head on it, lists to learn from, questions to be measured on.</summary>
public sealed class ExpansionRun : IDisposable
{
    /// <summary>Of a number that is the same in all texts.</summary>
    private const double LeastDeviation = 1e-6;

    private readonly TaughtQuestions _questions;
    private readonly IdfQueryEncoder _queries;
    private readonly AskedTokens _asked;
    private readonly ReadTexts _read;
    private readonly ExpansionLoss _loss;
    private readonly int _judgedTexts;
    private readonly float[][] _own;
    private readonly (int Column, float Weight)[][] _words;

    /// <summary>Opens everything, and reads all texts.</summary>
    /// <param name="config">The config.</param>
    /// <param name="texts">Told how many texts there are; gives who is told how many are read, and throws to stop. The next run goes on there.</param>
    /// <exception cref="CheckpointException">The model is not on this machine, or its weights do not fit.</exception>
    /// <exception cref="TrainingException">Parts do not fit together.</exception>
    public ExpansionRun(ExpansionConfig config, Func<int, IProgress<int>> texts)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(texts);
        Config = config;
        string folder = ModelLocator.Find(config.Model);
        ModelParts start = ModelFolder.Read(folder);
        ThrowIfUnfit(start, folder);
        _questions = new TaughtQuestions(config);
        _queries = new IdfQueryEncoder(start.Tokenizer, start.Idf!.Values);
        _asked = new AskedTokens(_queries, _questions.Lists.Select(list => list.Query), config.MinAsked, config.KoreanOnly ? TokenClasses.Of(start.Tokenizer) : null);
        ThrowIfNothingAsked();
        using (SparseModel without = ModelWeights.Open(ModelLayout.Of(folder).Network, start.Config))
        {
            without.eval();
            _read = ReadTexts.Of(without, start, _questions.Texts, StatesFolder, texts(_questions.Texts.Count));
        }

        SparseVector[] vectors = [.. _questions.Lists.AsParallel().AsOrdered().Select(list => _queries.Encode(list.Query))];
        _own = [.. _questions.Lists.Zip(vectors).AsParallel().AsOrdered().Select(list => list.First.Texts.Select(text => list.Second.Dot(_read.Own[text])).ToArray())];
        _words = [.. vectors.Select(query => _asked.In(query).ToArray())];
        Schedule = new Schedule(config.Training, [], Math.Max(1, _questions.Lists.Count / config.BatchSize));
        Model = Expanded(folder, start);
        Parts = start with { Config = Model.Config, Encode = start.Encode with { ExpansionShare = config.ExpansionShare, ExpansionTerms = config.ExpansionTerms } };
        _loss = new ExpansionLoss(config, _asked.Ids.Count);
        _judgedTexts = Math.Min(_questions.Texts.Count, Math.Max(_questions.JudgedTexts, config.JudgedTexts));
        HeldOut = new HeldOutQuestions(
            _questions.Judged,
            [.. _questions.Judged.Keys.Select(_queries.Encode)],
            [.. _read.Own.Take(_judgedTexts)],
            _asked,
            config.ExpansionShare);
    }

    /// <summary>The config.</summary>
    public ExpansionConfig Config { get; }

    /// <summary>What learns: the head of it alone.</summary>
    public SparseModel Model { get; }

    /// <summary>Steps and learning rate.</summary>
    internal Schedule Schedule { get; }

    /// <summary>What is saved with the model.</summary>
    internal ModelParts Parts { get; }

    /// <summary>What measures.</summary>
    internal HeldOutQuestions HeldOut { get; }

    /// <summary>Lists to learn from.</summary>
    internal int ListCount => _questions.Lists.Count;

    /// <summary>Texts in them, and in the measure.</summary>
    internal int TextCount => _questions.Texts.Count;

    /// <summary>Columns of the head.</summary>
    internal int ColumnCount => _asked.Ids.Count;

    private ColumnHead Head => Model.Columns!;

    /// <summary>Folder of what was read, for as long as the run is not finished.</summary>
    public string StatesFolder => $"{Path.TrimEndingDirectorySeparator(Config.OutputDir)}.states";

    /// <summary>The loss of a batch of a step.</summary>
    /// <param name="step">The optimizer step, from 0.</param>
    /// <param name="batch">Batch of the step, from 0.</param>
    internal BatchLoss Loss(int step, int batch)
    {
        Random random = NumberedRandom.Of(Config.Seed, ((long)step * Config.Training.GradientAccumulationSteps) + batch);
        int[] drawn = [.. Enumerable.Range(0, Config.BatchSize).Select(_ => random.Next(_questions.Lists.Count))];
        (TaughtList List, int[] Places)[] lists = [.. drawn.Select(number => (_questions.Lists[number], Drawn(random, _questions.Lists[number].Texts.Count)))];
        int[] quiet = [.. Enumerable.Range(0, Config.SampledColumns).Select(_ => random.Next(_asked.Ids.Count)).Distinct()];
        ListBatch laid = ListBatch.Of(lists, [.. drawn.Select(number => _own[number])], [.. drawn.Select(number => _words[number])], quiet);
        Tensor weightsTK = Model.Expansion(Head.Logits(_read.MeansTD.index_select(0, laid.TextsT), laid.ColumnsK));
        (Tensor loss, IReadOnlyList<(string Name, double Value)> parts) = _loss.Of(laid, weightsTK);
        return new BatchLoss(loss, laid.TextsT.shape[0], parts);
    }

    /// <summary>Judges the head as it is.</summary>
    internal Judgement Judge()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor weightsTC = Model.Expansion(Head.Logits(_read.MeansTD.narrow(0, 0, _judgedTexts)));
        (Tensor heaviest, Tensor columns) = weightsTC.topk(Math.Min(Config.ExpansionTerms, ColumnCount), 1);
        return HeldOut.Ask(zeros_like(weightsTC).scatter(1, columns, heaviest));
    }

    /// <summary>Removes what was read, when the run is finished.</summary>
    public void Forget() => WholeFolder.Remove(StatesFolder);

    /// <inheritdoc/>
    public void Dispose()
    {
        _read.Dispose();
        Model.Dispose();
    }

    private int[] Drawn(Random random, int count)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        random.Shuffle(places);
        return places[..Math.Min(Config.ListSize, count)];
    }

    /// <summary>The model with a new head, which alone takes gradients.</summary>
    private SparseModel Expanded(string folder, ModelParts start)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        var model = new SparseModel(start.Config with { Expansion = true, ExpansionColumns = _asked.Ids.Count }, Config.Seed);
        ModelWeights.Load(model, ModelLayout.Of(folder).Network);
        model.Columns!.Set(_asked.Ids, _read.MeansTD.mean([0L]), _read.MeansTD.std(0).clamp_min(LeastDeviation));
        model.OutputBias!.fill_(Config.OutputBias);
        foreach (Parameter parameter in model.EncoderParameters.Concat(model.Lexical?.parameters() ?? []))
        {
            parameter.requires_grad_(false);
        }

        foreach (Parameter parameter in model.parameters())
        {
            parameter.DetachFromDisposeScope();
        }

        return model;
    }

    private void ThrowIfNothingAsked()
    {
        if (_asked.Ids.Count == 0)
        {
            throw new TrainingException($"No token is in {Config.MinAsked} of the {_questions.Lists.Count} questions that have lists. Lower min_asked, or name more lists.");
        }
    }

    private static void ThrowIfUnfit(ModelParts start, string folder)
    {
        if (start.Config.Expansion || start.Config.LexicalPrior is null || start.Idf is null || start.Encode.QueryEncoder != QueryEncoding.Idf)
        {
            throw new TrainingException(
                $"{folder}: an expansion is added to a model of a text's own terms whose questions are weighted by IDF, without a head. Name one that kosparse fit has made.");
        }
    }
}
