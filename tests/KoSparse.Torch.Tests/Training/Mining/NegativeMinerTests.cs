using KoSparse.Data;
using KoSparse.Training.Batches;
using KoSparse.Training.Mining;
using KoSparse.Training.Teachers;
using KoSparse.Vectors;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Mining;

/// <summary>Questions and texts whose scores are set by hand: the model's on terms 0 and 1, the teacher's on its own two.</summary>
public sealed class NegativeMinerTests
{
    private const string Query = "바람";
    private const string Answer = "산에 오른다";
    private const string SecondAnswer = "들에 내린다";
    private const string Likely = "밭을 간다"; // the model's score is above 95 % of the answer's
    private const string Hard = "논을 판다";
    private const string Words = "바람 부는 언덕"; // BM25 finds it, the model does not
    private const string Far = "강을 건넌다";

    private static readonly Dictionary<string, float[]> Model = new()
    {
        [Query] = [1, 0],
        [Answer] = [1, 0],
        [SecondAnswer] = [.99f, 0],
        [Likely] = [.97f, 0],
        [Hard] = [.9f, 0],
        [Words] = [0, 1],
        [Far] = [0, 1],
        ["물"] = [0, 1],
    };

    private static readonly MiningOptions Options = new() { NumHardNegatives = 3 };

    [Fact]
    public void Mine_ModelsScores_TakeHardOnesAndNeitherAnswersNorLikelyOnes()
    {
        Dictionary<string, Triplet> mined = Mine(Options, null, out int leftOut);

        Assert.Equal([Hard], NegativesOf(mined));
        Assert.Equal(3, leftOut); // the likely one, the one that BM25 ranks above the answers, which lack the word, and a text like '물'
        Assert.Equal(Answer, mined[Query].Positive.Text);
    }

    [Fact]
    public void Mine_LowerMargin_LeavesOutMore() =>
        Assert.DoesNotContain(Query, Mine(Options with { FalseNegativeMargin = 0.85 }, null, out _).Keys);

    [Fact]
    public void Mine_Teacher_JudgesInsteadOfTheScores()
    {
        using var teacher = new Judge(new() { [Query] = 1, [Answer] = .5f, [SecondAnswer] = .8f, [Likely] = .1f, [Hard] = .79f, [Words] = .2f, [Far] = 0, ["물"] = 0 });

        Dictionary<string, Triplet> mined = Mine(Options, teacher, out int leftOut);

        Assert.Equal([Words, Likely], NegativesOf(mined)); // of BM25 first; the hard one is too near the better answer's .8
        Assert.Equal(2, leftOut); // and what the model found for '물'
    }

    [Fact]
    public void Mine_PairTypesAndLimits_ChooseTheQuestions()
    {
        using var teacher = new Judge(Model.Keys.ToDictionary(text => text, text => text is Query or Answer ? 1f : 0.1f));

        Assert.Equal([Query], Mine(Options with { PairTypes = ["original"] }, teacher, out _).Keys);
        Assert.Empty(Mine(Options with { PairTypes = ["multi_term"] }, teacher, out _));
        Assert.Single(Mine(Options with { MaxQueries = 1 }, teacher, out _));
        Assert.Equal([Words, Likely, Hard], NegativesOf(Mine(Options with { MaxDocuments = 20 }, teacher, out _)));
        Assert.Equal([Words, Likely], NegativesOf(Mine(Options with { NumHardNegatives = 2 }, teacher, out _)));
        Assert.DoesNotContain(Query, Mine(Options with { PairTypes = ["original"], MaxDocuments = 2 }, teacher, out _).Keys); // the answers alone
    }

    private static Document Text(string text) => new("", "", text);

    private static IEnumerable<string> NegativesOf(Dictionary<string, Triplet> mined) => mined[Query].Negatives.Select(d => d.Text);

    private static Dictionary<string, Triplet> Mine(MiningOptions options, ITeacher? teacher, out int leftOut)
    {
        TrainingSet set = TrainingSet.Of(
            [
                new Triplet(Query, Text(Answer), [Text(Likely), Text(Hard)]) { PairType = "original" },
                new Triplet(Query, Text(SecondAnswer), [Text(Words)]) { PairType = "original" },
                new Triplet("물", Text(Far), []) { PairType = "single_term" },
            ],
            new DataOptions { Train = ["none"] }, seed: 1);
        var miner = new NegativeMiner(new MiningCorpus(set, options, new Random(1)), options, new Encoder(), teacher, new Silent());
        var mined = miner.Mine().ToDictionary(t => t.Query);
        leftOut = miner.LeftOut;
        return mined;
    }

    private sealed class Encoder : ISparseEncoder
    {
        public int VocabularySize => 2;

        public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts) => [.. texts.Select(t => SparseVector.FromDense(Model[t]))];

        public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null) =>
            EncodeQueries([.. documents.Select(d => d.Content)]);
    }

    private sealed class Judge(Dictionary<string, float> scores) : ITeacher
    {
        public Tensor EncodeQueries(IReadOnlyList<string> texts) => ones(texts.Count, 1);

        public Tensor EncodeDocuments(IReadOnlyList<Document> documents) => tensor(documents.Select(d => scores[d.Text]).ToArray()).unsqueeze(1);

        public void Dispose()
        {
        }
    }

    private sealed class Silent : IProgress<double>
    {
        public void Report(double value)
        {
        }
    }
}
