using System.Text.Json.Nodes;
using KoSparse.Evaluation.Context;
using KoSparse.Evaluation.Language;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Runs;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Tests.Evaluation.Runs;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Tests.Evaluation.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_RetrievalReport_HasTheDocumentedForm()
    {
        SearcherResult bm25 = RetrievalEvaluation.Run(
            RetrievalEvaluationTests.Small, "bm25", new RetrievalEvaluationTests.FixedSearcher("a", "b"));
        SearcherResult sparse = RetrievalEvaluation.Run(
            RetrievalEvaluationTests.Small, "sparse", new RetrievalEvaluationTests.FixedSearcher("b"));
        SparsityResult cost = SparsityEvaluation.Measure([Vector(1)], [Vector(1, 2)], 3);

        JsonNode metrics = Write(
            RetrievalReport.Of(RetrievalEvaluationTests.Small, [new MethodResult(bm25), new MethodResult(sparse)
            {
                Sparsity = cost,
                SearchLatency = new Latency(1, 2, 3),
                IndexBytes = 4096,
                DocumentWeights = [0.5, 2],
                QueryWeights = [1],
                Explain = (query, document) => [new ExplainedTerm($"{query}의 {document}", 1.25f)],
            }]));

        Assert.Equal("small", metrics["benchmark"]!.GetValue<string>());
        Assert.Equal(2, metrics["queries"]!.GetValue<int>());
        Assert.Equal(0.5, metrics["methods"]!["bm25"]!["recall@1"]!.GetValue<double>());
        JsonNode method = metrics["methods"]!["sparse"]!;
        Assert.Equal(0.5, method["recall@10"]!.GetValue<double>());
        Assert.NotNull(method["latency_ms"]!["p99"]);
        Assert.Equal(2, method["active_terms"]!["document"]!.GetValue<double>());
        Assert.Equal(1, method["flops"]!.GetValue<double>());
        Assert.Equal(0, method["compared_with"]!["bm25"]!["difference"]!.GetValue<double>());
        Assert.Equal(-1, method["compared_with"]!["bm25"]!["low"]!.GetValue<double>());
        Assert.Equal(4096, method["index_bytes"]!.GetValue<long>());
        Assert.Equal(3, method["search_latency_ms"]!["p99"]!.GetValue<double>());
        Assert.Null(metrics["methods"]!["bm25"]!["compared_with"]); // it is the baseline
        string markdown = File.ReadAllText(Path.Combine(_folder.Path, "report.md"));
        Assert.Contains("| 첫째 | not found | 1 | 첫째의 a 1.25 | 첫째의 b 1.25 |", markdown, StringComparison.Ordinal); // the loss: its answer, and what came first
        Assert.Contains("| 둘째 | 1 | 2 | 둘째의 b 1.25 |  |", markdown, StringComparison.Ordinal); // the win
        Assert.All(new[] { "metrics", "latency", "weights" }, name => Assert.Contains($"![{name}]({name}.png)", markdown, StringComparison.Ordinal));
        Assert.All(new[] { "metrics", "latency", "weights" }, name => Assert.True(File.Exists(Path.Combine(_folder.Path, $"{name}.png")), name));
    }

    [Fact]
    public void Of_NamedBaseline_ComparesTheOthersWithIt()
    {
        MethodResult[] results =
        [
            .. new[] { ("bm25", "a"), ("sparse", "b"), ("dense", "a") }.Select(method => new MethodResult(RetrievalEvaluation.Run(
                RetrievalEvaluationTests.Small, method.Item1, new RetrievalEvaluationTests.FixedSearcher(method.Item2)))),
        ];

        JsonNode methods = Write(RetrievalReport.Of(RetrievalEvaluationTests.Small, results, "sparse"))["methods"]!;

        Assert.Equal(["sparse"], methods["bm25"]!["compared_with"]!.AsObject().Select(one => one.Key));
        Assert.Equal(["sparse"], methods["dense"]!["compared_with"]!.AsObject().Select(one => one.Key));
        Assert.Throws<ArgumentException>(() => RetrievalReport.Of(RetrievalEvaluationTests.Small, results, "none"));
    }

    [Fact]
    public void Write_AnyReport_SaysWhatItWasMadeWith()
    {
        JsonNode figures = Write(SparsityReport.Of(SparsityEvaluation.Measure([Vector(1)], [Vector(1)], 2)));

        Assert.Equal("kosparse evaluate", figures["command"]!.GetValue<string>());
        Assert.Equal(7, figures["config"]!["top_k"]!.GetValue<int>());
        Assert.True(figures["machine"]!["cores"]!.GetValue<int>() > 0);
        Assert.Equal("2026-01-02T03:04:05.0000000+00:00", figures["date"]!.GetValue<string>());
        // SHA-256 of "abc", from FIPS 180-2.
        Assert.Equal(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            figures["data"]!.AsObject().Single().Value!.GetValue<string>());
        string markdown = File.ReadAllText(Path.Combine(_folder.Path, "sparsity.md"));
        Assert.Contains("kosparse evaluate", markdown, StringComparison.Ordinal);
        byte[] png = File.ReadAllBytes(Path.Combine(_folder.Path, "sparsity.png"));
        Assert.Equal("PNG"u8, png.AsSpan(1, 3));
    }

    [Fact]
    public void Write_LanguageAndContext_PrintTheTargets()
    {
        LanguageResult language = new(
            1, new ShareOfTerms(0.9, 0.9), new ShareOfTerms(0.06, 0.01),
            Enum.GetValues<TokenClass>().ToDictionary(one => one, _ => 1L));
        ContextResult context = new(0.7, 0.4, 0.3, [new ContextPairResult("배", "nature", 0.4, ["과일"], 4)]);

        Write(LanguageReport.Of(language));
        JsonNode figures = Write(ContextReport.Of(context));

        string markdown = File.ReadAllText(Path.Combine(_folder.Path, "language.md"));
        Assert.Contains("| Korean token ratio | 90.0 % | > 85 % | pass |", Plain(markdown), StringComparison.Ordinal);
        Assert.Contains("| leakage | 6.0 % | < 5 % | falls short |", Plain(markdown), StringComparison.Ordinal);
        Assert.Equal(0.7, figures["discrimination"]!.GetValue<double>());
        Assert.Contains("| 배 | nature | 40.0 % | 1 of 4 |", Plain(File.ReadAllText(Path.Combine(_folder.Path, "context.md"))), StringComparison.Ordinal);
    }

    // The invariant culture may put a no-break space before the percent sign.
    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    private JsonNode Write(Report report)
    {
        string data = _folder.Write("data/part.txt", "abc");
        ReportContext context = ReportContext.Create(
            "kosparse evaluate", JsonNode.Parse("""{"top_k": 7}"""), [data], new FixedTime());
        ReportWriter.Write(_folder.Path, report, context);
        return JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, $"{report.Name}.json")))!;
    }

    private static SparseVector Vector(params int[] tokens) =>
        SparseVector.FromTerms(tokens.Select(token => new TermWeight(token, 1)));

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
