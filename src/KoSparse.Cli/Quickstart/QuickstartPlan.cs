using KoSparse.Cli.Steps;
using KoSparse.Evaluation.Benchmarks;

namespace KoSparse.Cli.Quickstart;

/// <summary>The steps of the quickstart, in order.</summary>
internal static class QuickstartPlan
{
    private const string Config = "configs/quickstart.yaml";
    private const string Tokenizer = "models/tokenizer";
    private const int ShownQuestions = 3;

    /// <summary>The step that writes a generated sample, for a machine without real text.</summary>
    public static Step Sample(QuickstartFolder folder) =>
        new("generate a sample", ["prepare", "sample", "--output-dir", folder.Sample]);

    /// <summary>Preparing, training, measuring, exporting and indexing.</summary>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="data">The folder of real or generated text.</param>
    /// <param name="isShort">Only see that everything runs.</param>
    public static IEnumerable<Step> Steps(QuickstartFolder folder, string data, bool isShort)
    {
        string[] quick = isShort ? ["--set", "training.max_steps=24", "--set", "data.samples_per_epoch=480"] : [];
        string[] few = isShort ? ["--sample-size", "40"] : [];
        yield return new("prepare triplets",
            ["prepare", "triplets", "--shards", "1", "--max-per-shard", isShort ? "2000" : "60000", "--output-dir", folder.Triplets]);
        yield return new("prepare Korean tokens", ["prepare", "korean-tokens", "--tokenizer", Tokenizer, "--output-dir", folder.Idf]);
        yield return new("prepare IDF",
            ["prepare", "idf", "--tokenizer", Tokenizer, "--corpus", Path.Combine(folder.Triplets, "train_*.jsonl"), "--output-dir", folder.Idf]);
        yield return new("train",
        [
            "train", Config, "--resume",
            "--set", $"output_dir={folder.Run}",
            "--set", $"data.train={Path.Combine(folder.Triplets, "train_*.jsonl")}",
            "--set", $"data.idf={folder.Idf}",
            "--set", $"validation.folder={folder.Validation}",
            .. quick,
        ]);
        yield return new("measure language, context and sparsity",
            ["eval", "all", "--model", folder.Run, "--output-dir", folder.Eval, "--texts", folder.Documents]);
        yield return new("measure retrieval",
            ["benchmark", BenchmarkOf(data), "--model", folder.Run, "--output-dir", folder.Benchmark, .. few]);
        yield return new("export", ["convert", folder.Run, folder.Model]);
        yield return new("index", ["index", "--model", folder.Model, "--input", folder.Documents, "--output", folder.Index]);
    }

    /// <summary>Searches for the first held-out questions.</summary>
    public static IEnumerable<Step> Searches(QuickstartFolder folder) =>
        BenchmarkFolder.Open(folder.Validation).Read().Queries
            .Take(ShownQuestions)
            .Select((query, i) => new Step(
                $"search {i + 1}",
                ["search", "--model", folder.Model, "--index", folder.Index, "-k", "3", query.Text])
            {
                Repeats = true,
            });

    /// <summary>The benchmark of a data folder: the Korean one where it is there, else the sample's.</summary>
    public static string BenchmarkOf(string data)
    {
        string known = Path.Combine(data, "benchmarks", "miracl-ko-10k");
        return Directory.Exists(known) ? known : Path.Combine(data, "benchmarks", "sample");
    }
}
