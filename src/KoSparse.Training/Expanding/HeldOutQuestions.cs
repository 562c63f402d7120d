using System.Globalization;
using KoSparse.Evaluation.Metrics;
using KoSparse.Training.Loops;
using KoSparse.Vectors;
using static TorchSharp.torch;

namespace KoSparse.Training.Expanding;

// Shapes: T texts, C columns.

/// <summary>Judged questions over texts that no list has: what a head is worth that has seen neither.</summary>
internal sealed class HeldOutQuestions
{
    private const int Depth = 100;

    private readonly float[][] _own;
    private readonly (int Column, float Weight)[][] _words;
    private readonly IReadOnlyDictionary<string, int>[] _grades;
    private readonly double _share;
    private readonly RankFigures[] _start;

    /// <summary>Searches without the head.</summary>
    /// <param name="judged">Questions with the places of their answers.</param>
    /// <param name="vectors">Vectors of the questions.</param>
    /// <param name="own">Terms of the texts that are searched.</param>
    /// <param name="asked">The columns.</param>
    /// <param name="share">How much of the head's weights counts.</param>
    public HeldOutQuestions(IReadOnlyDictionary<string, HashSet<int>> judged, IReadOnlyList<SparseVector> vectors, IReadOnlyList<SparseVector> own, AskedTokens asked, double share)
    {
        _share = share;
        _own = [.. vectors.AsParallel().AsOrdered().Select(query => own.Select(query.Dot).ToArray())];
        _words = [.. vectors.Select(query => asked.In(query).ToArray())];
        _grades = [.. judged.Values.Select(answers => answers.ToDictionary(text => $"{text}", _ => 1))];
        _start = Figures(_own);
    }

    /// <summary>Figures without the head.</summary>
    public RankFigures Start => RankFigures.Mean(_start);

    /// <summary>Judges a head.</summary>
    /// <param name="weightsTC">What it gives the texts that are searched.</param>
    public Judgement Ask(Tensor weightsTC)
    {
        ArgumentNullException.ThrowIfNull(weightsTC);
        float[][] weights = [.. weightsTC.contiguous().data<float>().ToArray().Chunk((int)weightsTC.shape[1])];
        float[][] scores = [.. _own.AsParallel().AsOrdered().Select((own, question) =>
            own.Select((score, text) => score + (float)(_share * _words[question].Sum(word => word.Weight * weights[text][word.Column]))).ToArray())];
        RankFigures[] found = Figures(scores);
        RankFigures mean = RankFigures.Mean(found);
        DifferenceInterval gain = PairedBootstrap.Compare([.. found.Select(f => f.First.NdcgAt10)], [.. _start.Select(f => f.First.NdcgAt10)]);
        return new Judgement(
            mean.First.NdcgAt10,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{mean}; {gain.Difference:+.0000;-.0000} nDCG@10 over its own terms (95 %: {gain.Low:+.0000;-.0000} to {gain.High:+.0000;-.0000})"),
            new Dictionary<string, double>
            {
                ["validation/ndcg@10"] = mean.First.NdcgAt10,
                ["validation/recall@1"] = mean.First.RecallAt1,
                ["validation/recall@100"] = mean.RecallAt100,
                ["validation/gain"] = gain.Difference,
            });
    }

    private RankFigures[] Figures(float[][] scores) => [.. scores.AsParallel().AsOrdered().Select((ofTexts, question) =>
    {
        string[] best = [.. Enumerable.Range(0, ofTexts.Length).OrderByDescending(text => ofTexts[text]).Take(Depth).Where(text => ofTexts[text] > 0).Select(text => $"{text}")];
        return new RankFigures(RetrievalFigures.Of(best, _grades[question]), best.Count(_grades[question].ContainsKey) / (double)_grades[question].Count);
    })];
}
