using KoSparse.Cli.Display;
using KoSparse.Encoding;
using KoSparse.Encoding.Folders;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Runs;
using KoSparse.Modeling.Networks;

namespace KoSparse.Cli.Benchmarking;

/// <summary>Measures the methods that were chosen, shows their figures and writes the report.</summary>
internal static class BenchmarkRun
{
    /// <summary>Runs a benchmark.</summary>
    /// <param name="benchmark">The questions and documents.</param>
    /// <param name="models">The models.</param>
    /// <param name="options">Which methods, and where the report goes.</param>
    /// <param name="stop">Stops between two questions, and while documents are encoded.</param>
    public static void Run(Benchmark benchmark, BenchmarkModels models, BenchmarkOptions options, CancellationToken stop)
    {
        IReadOnlyList<string> methods = models.Choose(options);
        using var searchers = new BenchmarkSearchers(benchmark, models, options, stop);
        List<MethodResult> results = [];
        foreach (MeasuredMethod method in methods.Select(searchers.Method).Concat(options.Others))
        {
            using var oneThread = new OneThread();
            using var progress = new ProgressLine($"{method.Name}: questions", benchmark.Queries.Count, stop: stop);
            results.Add(RetrievalMeasurement.Measure(benchmark, method, progress, stop));
        }

        string[] weights = [.. Weights(models, methods.Contains(RetrievalMethod.Dense))];
        RetrievalMeasurement.Write(
            options.Output, benchmark, results, new MeasurementOrigin(options.Command, weights, TimeProvider.System), options.Baseline, options.Unseen);
        RetrievalTable.Print(benchmark, results, options.Unseen);
        if (options.Cleanup && Directory.Exists(BenchmarkSearchers.FolderOf(options)))
        {
            Directory.Delete(BenchmarkSearchers.FolderOf(options), recursive: true);
        }
    }

    private static IEnumerable<string> Weights(BenchmarkModels models, bool withDense)
    {
        string[] folders =
        [
            .. new[] { models.Model, models.Baseline }.OfType<OpenModel>().Select(model => model.NetworkFolder),
            .. withDense ? [ModelLocator.FindNetwork(models.Dense!)] : Array.Empty<string>(),
        ];
        return folders.SelectMany(folder => Directory.GetFiles(folder, "*.safetensors").Concat(Directory.GetFiles(folder, "*.bin")));
    }
}
