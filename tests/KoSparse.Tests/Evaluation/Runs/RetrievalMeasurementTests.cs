using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Runs;
using KoSparse.Tests.Search;
using KoSparse.Vectors;

namespace KoSparse.Tests.Evaluation.Runs;

public sealed class RetrievalMeasurementTests : IDisposable
{
    private static readonly Benchmark Asked = RetrievalEvaluationTests.Small;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Measure_MethodWithVectors_TellsWhatTheyCost()
    {
        LetterEncoder encoder = new(4);
        IReadOnlyList<SparseVector> documents = encoder.EncodeDocuments([new Document("a", "", "ab"), new Document("b", "", "bcd")]);
        int searches = 0;
        MeasuredMethod method = new("letters", new RetrievalEvaluationTests.FixedSearcher("a", "b"))
        {
            IndexBytes = 7,
            Vectors = new SparseVectors(encoder, documents) { Search = (_, _) => searches++ },
        };

        MethodResult result = RetrievalMeasurement.Measure(Asked, method);

        Assert.Equal(("letters", 7L), (result.Name, result.IndexBytes));
        Assert.Equal(0.5, result.Answers.Mean.RecallAt1);
        Assert.Equal(2.5, result.Sparsity!.Documents.Mean);
        Assert.Equal([1.0, 1, 1, 1, 1], result.DocumentWeights);
        Assert.Equal(Asked.Queries.Count, searches);
        Assert.NotNull(result.SearchLatency);
    }

    [Fact]
    public void Measure_DenseSearcher_IsTimedWithoutItsEncoding()
    {
        DenseSearcher dense = new(query => query == "첫째" ? [1, 0] : [0, 1], ["a", "b"], [[1, 0], [0, 1]]);

        MethodResult result = RetrievalMeasurement.Measure(Asked, new MeasuredMethod("dense", dense) { IndexBytes = dense.ByteLength });

        Assert.Equal(1, result.Answers.Mean.RecallAt1);
        Assert.NotNull(result.SearchLatency);
        Assert.Null(result.Sparsity);
    }

    [Fact]
    public void Write_TwoMethods_LeavesReportJudgementsAndRankings()
    {
        MethodResult[] results =
        [
            RetrievalMeasurement.Measure(Asked, new MeasuredMethod("right", new RetrievalEvaluationTests.FixedSearcher("a", "b"))),
            RetrievalMeasurement.Measure(Asked, new MeasuredMethod("wrong", new RetrievalEvaluationTests.FixedSearcher("b", "a"))),
        ];

        RetrievalMeasurement.Write(_folder.Path, Asked, results, new MeasurementOrigin("make it", [], TimeProvider.System), baseline: "right");

        JsonNode metrics = JsonNode.Parse(File.ReadAllText(_folder.File("metrics.json")))!;
        Assert.NotNull(metrics["methods"]!["wrong"]!["compared_with"]!["right"]);
        string[] written = ["report.md", "qrels.trec", "right.trec", "wrong.trec"];
        Assert.All(written, name => Assert.True(File.Exists(_folder.File(name)), name));
    }
}
