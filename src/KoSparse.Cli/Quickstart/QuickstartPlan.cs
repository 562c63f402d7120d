using KoSparse.Cli.Steps;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Training.Steps;

namespace KoSparse.Cli.Quickstart;

/// <summary>The steps of the quickstart, in order: search with the encoder that ships, then train it further and search again.</summary>
/// <param name="folder">Where everything goes.</param>
/// <param name="commands">Makes steps of commands.</param>
internal sealed class QuickstartPlan(QuickstartFolder folder, CommandSteps commands)
{
    private const string Config = "configs/quickstart.yaml";
    private const string Shipped = "models/mini";
    private const int ShownQuestions = 3;

    /// <summary>The step that writes a generated sample, for a machine without real text.</summary>
    public PipelineStep Sample() =>
        commands.Of("generate a sample", ["prepare", "sample", "--output-dir", folder.Sample]);

    /// <summary>Triplets, with the documents and the questions that are searched.</summary>
    public PipelineStep Prepare(bool isShort) => commands.Of(
        "prepare triplets",
        ["prepare", "triplets", "--shards", "1", "--max-per-shard", isShort ? "2000" : "60000", "--output-dir", folder.Triplets]);

    /// <summary>Search before any training.</summary>
    public IEnumerable<PipelineStep> FirstSearch() =>
    [
        commands.Of("index with the encoder that ships", ["index", "--model", Shipped, "--input", folder.Documents, "--output", folder.FirstIndex]),
        .. Searches(Shipped, folder.FirstIndex, "first search"),
    ];

    /// <summary>Training, measuring, exporting, indexing and searching.</summary>
    /// <param name="data">The folder of real or generated text.</param>
    /// <param name="isShort">Only see that everything runs.</param>
    public IEnumerable<PipelineStep> Steps(string data, bool isShort)
    {
        string[] quick = isShort ? ["--set", "training.max_steps=24", "--set", "data.samples_per_epoch=480"] : [];
        string[] few = isShort ? ["--sample-size", "40"] : [];
        yield return commands.Of("train",
        [
            "train", Config, "--resume",
            "--set", $"output_dir={folder.Run}",
            "--set", $"data.train={Path.Combine(folder.Triplets, "train_*.jsonl")}",
            "--set", $"validation.folder={folder.Validation}",
            .. quick,
        ]);
        yield return commands.Of("measure language, context and sparsity",
            ["eval", "all", "--model", folder.Run, "--output-dir", folder.Eval, "--texts", folder.Documents]);
        yield return commands.Of("measure retrieval",
            ["benchmark", BenchmarkOf(data), "--model", folder.Run, "--baseline", Shipped, "--output-dir", folder.Benchmark, .. few]);
        yield return commands.Of("export", ["convert", folder.Run, folder.Model]);
        yield return commands.Of("index", ["index", "--model", folder.Model, "--input", folder.Documents, "--output", folder.Index]);
        foreach (PipelineStep search in Searches(folder.Model, folder.Index, "search"))
        {
            yield return search;
        }
    }

    /// <summary>Searches for the first held-out questions.</summary>
    private IEnumerable<PipelineStep> Searches(string model, string index, string title) =>
        BenchmarkFolder.Open(folder.Validation).Read().Queries
            .Take(ShownQuestions)
            .Select((query, i) => commands.Of(
                $"{title} {i + 1}",
                ["search", "--model", model, "--index", index, "-k", "3", query.Text]) with
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
