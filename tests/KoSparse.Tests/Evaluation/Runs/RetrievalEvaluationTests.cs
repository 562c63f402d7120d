using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Evaluation.Runs;

namespace KoSparse.Tests.Evaluation.Runs;

public sealed class RetrievalEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal static Benchmark Small { get; } = new(
        "small",
        [new Document("a", "", "가"), new Document("b", "", "나")],
        [new Query("1", "첫째"), new Query("2", "둘째")],
        new Judgements([new Judgement("1", "a", 1), new Judgement("2", "b", 1)]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_AlwaysTheSameRanking_IsRightForOneQuestion()
    {
        SearcherResult result = RetrievalEvaluation.Run(Small, "fixed", new FixedSearcher("a", "b"));

        Assert.Equal(new RetrievalFigures(0.5, 1, 1, 0.75, (1 + (1 / Math.Log2(3))) / 2), result.Mean);
        Assert.Equal(["1", "2"], result.Queries.Select(query => query.Query.Id));
    }

    [Fact]
    public void CompareTo_OppositeRanking_HasNoMeanDifference()
    {
        SearcherResult first = RetrievalEvaluation.Run(Small, "first", new FixedSearcher("a", "b"));
        SearcherResult second = RetrievalEvaluation.Run(Small, "second", new FixedSearcher("b", "a"));

        Assert.Equal(new DifferenceInterval(0, -1, 1), first.CompareTo(second, figures => figures.RecallAt1));
    }

    [Fact]
    public void Latency_HundredAndOneTimes_GivesPercentiles()
    {
        Assert.Equal(new Latency(50, 90, 99), Latency.Of(Enumerable.Range(0, 101).Select(i => (double)i).Reverse()));
    }

    [Fact]
    public void TrecRunFile_WrittenRun_ReadsTheSame()
    {
        SearcherResult result = RetrievalEvaluation.Run(Small, "fixed", new FixedSearcher("b", "a"));
        string path = Path.Combine(_folder.Path, "fixed.trec");

        TrecRunFile.Write(path, result);

        Assert.Equal("1 Q0 b 1 2 fixed", File.ReadLines(path).First());
        Assert.Equal(result.Queries[1].Hits, TrecRunFile.Read(path)["2"]);
    }

    [Fact]
    public void RunSearcher_WrittenRun_AnswersTheSame()
    {
        SearcherResult written = RetrievalEvaluation.Run(Small, "fixed", new FixedSearcher("b", "a"));
        string path = Path.Combine(_folder.Path, "fixed.trec");
        TrecRunFile.Write(path, written);

        SearcherResult read = RetrievalEvaluation.Run(Small, "read", new RunSearcher(path, Small));

        Assert.Equal(written.Queries.Select(query => query.Figures), read.Queries.Select(query => query.Figures));
    }

    [Fact]
    public void RunSearcher_RunOfAnotherBenchmark_SaysSo()
    {
        string path = _folder.Write("other.trec", "q77 Q0 b 1 2 x\n");

        BenchmarkFormatException fault = Assert.Throws<BenchmarkFormatException>(() => new RunSearcher(path, Small));

        Assert.Contains($"{path}: none of its question ids is one of small ('1'", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Text b was trained on, under another title; the question it answers is left out.</summary>
    [Fact]
    public void UnseenQueries_PositiveOfATriplet_LeavesItsQuestionOut()
    {
        var triplet = new Triplet("물음", new Document("", "제목", "나"), [new Document("", "", "가")]);

        Assert.Equal(["1"], UnseenQueries.Of(Small, [triplet]));
        Assert.Equal(["1", "2"], UnseenQueries.Of(Small, []).Order());
    }

    [Fact]
    public void TrecRunFileRead_BadLine_NamesFileAndLine()
    {
        string path = _folder.Write("bad.trec", "1 Q0 b 1 2 x\n1 Q0 b\n");

        BenchmarkFormatException fault = Assert.Throws<BenchmarkFormatException>(() => TrecRunFile.Read(path));

        Assert.Contains("bad.trec(2)", fault.Message, StringComparison.Ordinal);
    }

    internal sealed class FixedSearcher(params string[] ids) : ISearcher
    {
        public IReadOnlyList<Hit> Search(string query, int count) =>
            [.. ids.Select((id, place) => new Hit(id, ids.Length - place))];
    }
}
