using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Runs;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;

namespace KoSparse.Tests.Search.Bm25;

public sealed class Bm25BenchmarkTests
{
    // Lucene 8.7 with the Nori analyzer on the same files, by the table beside them.
    [SharedTheory("data/benchmarks")]
    [InlineData("miracl-ko-10k", 0.4648, 0.6076)]
    [InlineData("ko-strategyqa-facts", 0.7287, 0.8265)]
    public void Search_RealBenchmark_IsNoWorseThanLuceneWithNori(string name, double recallAt1, double ndcgAt10)
    {
        Benchmark benchmark = BenchmarkFolder.Open(SharedData.Get($"data/benchmarks/{name}")).Read("dev");

        SearcherResult result = RetrievalEvaluation.Run(
            benchmark, "bm25", new Bm25Searcher(benchmark.Documents, new KoreanAnalyzer()));

        Assert.True(result.Mean.RecallAt1 >= recallAt1, $"R@1 {result.Mean.RecallAt1:F4}");
        Assert.True(result.Mean.NdcgAt10 >= ndcgAt10, $"nDCG@10 {result.Mean.NdcgAt10:F4}");
    }
}
