using System.Globalization;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Evaluation.Runs;

namespace KoSparse.Tests.Evaluation.Runs;

public sealed class TrecRunFileTests : IDisposable
{
    private const double Tolerance = 1e-12;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The expected figures are those of <c>tests/golden/trec/evaluate.py</c>, which knows nothing of KoSparse.</summary>
    [Fact]
    public void Run_RankingsWithTies_GivesTheFiguresOfAnIndependentEvaluator()
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.Golden("trec/expected.json")))!;

        RetrievalFigures mean = Replay(SharedData.Golden("trec/ties.trec")).Mean;

        Assert.Equal((double)expected["success_1"]!, mean.RecallAt1, Tolerance);
        Assert.Equal((double)expected["success_5"]!, mean.RecallAt5, Tolerance);
        Assert.Equal((double)expected["success_10"]!, mean.RecallAt10, Tolerance);
        Assert.Equal((double)expected["recip_rank"]!, mean.MrrAt10, Tolerance);
        Assert.Equal((double)expected["ndcg_cut_10"]!, mean.NdcgAt10, Tolerance);
    }

    /// <summary>trec_eval refuses a document that is ranked twice ("duplicate docs"); counted twice, nDCG would exceed 1.</summary>
    [Theory]
    [InlineData("q Q0 d 1 2 r\nq Q0 d 2 1 r\n", "(2): document 'd' was given for query 'q' before")]
    [InlineData("q Q0 d 1 2,5 r\n", "(1): the score '2,5' is no number")]
    [InlineData("q Q0 d 1 NaN r\n", "(1): the score 'NaN' is no number")]
    [InlineData("q Q0 d 1 2\n", "(1): 5 field(s), expected 'query Q0 document rank score name'.")]
    public void Read_BadRun_NamesFileLineAndReason_Issue19(string run, string expected)
    {
        string path = _folder.Write("bad.trec", run);

        Assert.StartsWith(path + expected, Assert.Throws<BenchmarkFormatException>(() => TrecRunFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_JudgedRun_ReadsBackInTheSameOrderAndFigures()
    {
        SearcherResult result = Replay(SharedData.Golden("trec/ties.trec"));
        string path = Path.Combine(_folder.Path, "again.trec");

        TrecRunFile.Write(path, result);

        Assert.Equal("1 Q0 d3 1 2 replay", File.ReadLines(path).First()); // d1, d2 and d3 have the same score
        Assert.Equal(result.Mean, Replay(path).Mean);
    }

    [Fact]
    public void WriteJudgements_QuestionsAsked_AreThoseOfTheFileAndNoOthers()
    {
        Benchmark benchmark = Judged() with { Queries = [new Query("3", "")] };
        string path = Path.Combine(_folder.Path, "qrels.trec");

        TrecRunFile.WriteJudgements(path, benchmark);

        Assert.Equal(["3 0 d7 1", "3 0 d8 3", "3 0 d2 -1"], File.ReadAllLines(path));
    }

    [Fact]
    public void Write_IdsWithSpaces_KeepSixFields()
    {
        SearcherResult result = new("x", [new QueryResult(new Query("q 1", ""), [new Hit("a\tb", 1)], default, 0)]);
        string path = Path.Combine(_folder.Path, "spaces.trec");

        TrecRunFile.Write(path, result);

        Assert.Equal("q_1 Q0 a_b 1 1 x", File.ReadLines(path).Single());
    }

    private static SearcherResult Replay(string run) => RetrievalEvaluation.Run(Judged(), "replay", new Recorded(run), 100);

    private static Benchmark Judged()
    {
        string[][] lines = [.. File.ReadLines(SharedData.Golden("trec/ties.qrels")).Select(line => line.Split(' '))];
        return new Benchmark(
            "ties",
            [],
            [.. lines.Select(line => line[0]).Distinct().Select(id => new Query(id, id))],
            new Judgements(lines.Select(line => new Judgement(line[0], line[2], int.Parse(line[3], CultureInfo.InvariantCulture)))));
    }

    /// <summary>Gives the hits of a run file in the order of the file.</summary>
    private sealed class Recorded(string path) : ISearcher
    {
        private readonly ILookup<string, Hit> _hits = File.ReadLines(path).Select(line => line.Split(' '))
            .ToLookup(fields => fields[0], fields => new Hit(fields[2], float.Parse(fields[4], CultureInfo.InvariantCulture)));

        public IReadOnlyList<Hit> Search(string query, int count) => [.. _hits[query].Take(count)];
    }
}
