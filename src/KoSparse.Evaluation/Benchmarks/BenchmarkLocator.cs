using KoSparse.Files;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Finds a benchmark by folder or name, on this machine alone.</summary>
public static class BenchmarkLocator
{
    /// <summary>What benchmarks of known names are called on the Hugging Face Hub.</summary>
    private static readonly Dictionary<string, string> OnTheHub = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ko-strategyqa"] = "taeminlee/Ko-StrategyQA",
    };

    /// <summary>The folder itself, one in <c>data/benchmarks</c> or in <c>benchmarks</c> of the data folder, or a dataset in the Hugging Face cache.</summary>
    /// <param name="name">A folder, a name such as <c>miracl-ko-10k</c>, or a name on the Hub such as <c>user/dataset</c>.</param>
    /// <param name="dataFolder">Another folder of data, beside <c>data</c>; null when there is none.</param>
    /// <exception cref="BenchmarkFormatException">It is not here; the message says how to get it.</exception>
    public static string Find(string name, string? dataFolder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string[] shelves = [.. new[] { "data", dataFolder }.OfType<string>().Select(data => Path.Combine(data, "benchmarks"))];
        string? dataset = OnTheHub.GetValueOrDefault(name) ?? (name.Split('/').Length == 2 ? name : null);
        IEnumerable<string> places =
        [
            name,
            .. shelves.Select(shelf => Path.Combine(shelf, name)),
            .. dataset is null ? [] : HuggingFaceCache.Snapshots(dataset, "datasets"),
        ];
        return places.FirstOrDefault(Directory.Exists) ?? throw new BenchmarkFormatException(
            $"Benchmark '{name}' is not on this machine: looked in {string.Join(", ", shelves.Prepend(name))} and {HuggingFaceCache.Hub}. {HowToGet(name, dataset, shelves)}");
    }

    // 'kosparse fetch' knows models; datasets come by the Hub's own program, into the cache that is searched here.
    private static string HowToGet(string name, string? dataset, IEnumerable<string> shelves)
    {
        if (dataset is not null)
        {
            return $"Fetch it where there is a network: 'hf download {dataset} --repo-type dataset', " +
                $"or with '--local-dir data/benchmarks/{Path.GetFileName(name)}' to carry it here.";
        }

        string[] known = [.. shelves.Where(Directory.Exists).SelectMany(Directory.GetDirectories).Select(Path.GetFileName).OfType<string>().Concat(OnTheHub.Keys).Distinct().Order(StringComparer.Ordinal)];
        return $"Known here: {string.Join(", ", known)}; or name a folder in BEIR or MTEB layout.";
    }
}
