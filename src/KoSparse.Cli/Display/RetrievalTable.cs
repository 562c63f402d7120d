using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Runs;
using Spectre.Console;

namespace KoSparse.Cli.Display;

/// <summary>Retrieval methods side by side, one a row.</summary>
internal static class RetrievalTable
{
    /// <param name="benchmark">The benchmark that was asked.</param>
    /// <param name="results">The methods.</param>
    /// <param name="unseen">Ids of questions that get figures of their own; null when nobody asked.</param>
    public static void Print(Benchmark benchmark, IReadOnlyList<MethodResult> results, IReadOnlySet<string>? unseen)
    {
        var table = new Table().Border(TableBorder.Markdown)
            .AddColumns("method", "R@1", "R@5", "R@10", "MRR@10", "nDCG@10", "ms p50", "ms p99", "terms per query", "per document", "index MiB");
        foreach (MethodResult result in results)
        {
            table.AddRow(
                result.Name,
                $"{result.Answers.Mean.RecallAt1:F4}",
                $"{result.Answers.Mean.RecallAt5:F4}",
                $"{result.Answers.Mean.RecallAt10:F4}",
                $"{result.Answers.Mean.MrrAt10:F4}",
                $"{result.Answers.Mean.NdcgAt10:F4}",
                $"{result.Answers.Latency.P50:F2}",
                $"{result.Answers.Latency.P99:F2}",
                result.Sparsity is null ? "" : $"{result.Sparsity.Queries.Mean:F1}",
                result.Sparsity is null ? "" : $"{result.Sparsity.Documents.Mean:F1}",
                $"{result.IndexBytes / (double)(1 << 20):F2}");
        }

        Console.WriteLine($"{benchmark.Name}: {benchmark.Queries.Count:N0} questions, {benchmark.Documents.Count:N0} documents");
        WideConsole.Open().Write(table);
        if (unseen is not null)
        {
            PrintUnseen(results, unseen);
        }
    }

    private static void PrintUnseen(IReadOnlyList<MethodResult> results, IReadOnlySet<string> unseen)
    {
        Console.WriteLine($"{unseen.Count:N0} of the questions have no answer that was a training positive.");
        if (unseen.Count > 0)
        {
            Table table = new Table().Border(TableBorder.Markdown).AddColumns("method", "R@1", "R@10", "nDCG@10");
            foreach (SearcherResult answers in results.Select(result => result.Answers.On(unseen)))
            {
                table.AddRow(WideConsole.Cell(answers.Name), $"{answers.Mean.RecallAt1:F4}", $"{answers.Mean.RecallAt10:F4}", $"{answers.Mean.NdcgAt10:F4}");
            }

            WideConsole.Open().Write(table);
        }
    }
}
