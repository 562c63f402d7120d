using KoSparse.Cli.Running;
using KoSparse.Cli.Steps;
using KoSparse.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Runs;
using KoSparse.Training.Steps;

namespace KoSparse.Cli.Pipeline;

/// <summary>Everything from a tokenizer to an exported model, in order.</summary>
/// <param name="configFile">The run's config.</param>
/// <param name="overrides">Settings given beside it.</param>
/// <param name="config">The same, read.</param>
/// <param name="commands">Makes steps of commands.</param>
internal sealed class PipelinePlan(string configFile, string[] overrides, TrainingConfig config, CommandSteps commands)
{
    private readonly string[] _train = ["train", configFile, .. overrides.SelectMany(setting => new[] { "--set", setting })];
    private readonly string _run = config.OutputDir;
    private readonly string _tokens = config.Data.Idf ?? Path.Combine(config.OutputDir, "tokens");
    private readonly string _tokenizer = config.Model.Tokenizer ?? ModelLocator.FindNetwork(config.Model.Name!);

    /// <summary>Where the pipeline remembers what is done.</summary>
    public string Records => Path.Combine(_run, "steps");

    /// <summary>The folder of the exported model where none is named, such as <c>huggingface/v28</c>.</summary>
    public string DefaultExport => Path.Combine("huggingface", Path.GetFileName(_run).Replace("train_", "", StringComparison.Ordinal));

    private string Weights => Path.Combine(new RunFolder(_run).BestModel, "model.safetensors");

    private string[] TrainingInputs => [configFile, .. config.Data.Train, .. config.Data.Idf is { } idf ? [Path.Combine(idf, "idf.safetensors")] : Array.Empty<string>()];

    /// <summary>The steps.</summary>
    /// <param name="corpus">Texts that IDF weights are counted over; globs.</param>
    /// <param name="benchmark">Folder in BEIR layout, or null when there is none.</param>
    /// <param name="export">Folder of the exported model.</param>
    /// <param name="runs">All runs that there are.</param>
    public IEnumerable<PipelineStep> Steps(IReadOnlyList<string> corpus, string? benchmark, string export, IEnumerable<RunFolder> runs)
    {
        yield return Prepare("korean-tokens", "korean_token_ids.json", []);
        if (config.Data.Idf is not null)
        {
            yield return Prepare("idf", "idf.safetensors", ["--corpus", .. corpus]) with { Inputs = [TokenizerFiles, .. corpus], Kept = WhyIdfIsKept(runs) };
        }

        if (config.Data.Stopwords is { } set)
        {
            yield return Prepare("stopwords", "stopwords.json", ["--set", set]);
        }

        yield return commands.Of("verify", [.. _train, "--verify"]) with { Inputs = TrainingInputs };
        yield return commands.Of("quick", [.. _train, "--quick"]) with { Output = Flag(QuickRun.FolderOf(_run)), Inputs = TrainingInputs };
        yield return commands.Of("train", [.. _train, "--resume"]) with
        {
            Output = Flag(_run),
            Inputs = TrainingInputs,
            Kept = "the run is complete. Move its folder away to train anew, train into another one (--set output_dir=...), or, if the change does not matter, touch the flag.",
        };
        string[] measured = ["language", "context", "sparsity"];
        foreach (string what in measured)
        {
            yield return commands.Of($"evaluate {what}", ["eval", what, "--model", _run]) with { Output = Path.Combine(_run, "eval", $"{what}.json"), Inputs = [Weights] };
        }

        if (benchmark is not null)
        {
            string folder = Path.Combine(_run, "eval", Path.GetFileName(Path.TrimEndingDirectorySeparator(benchmark)));
            yield return commands.Of("benchmark", ["benchmark", benchmark, "--model", _run, "--output-dir", folder]) with
            {
                Output = Path.Combine(folder, "metrics.json"),
                Inputs = [Weights, Path.Combine(benchmark, "*")],
            };
        }

        yield return commands.Of("convert", ["convert", _run, export]) with
        {
            Output = Path.Combine(export, "README.md"), // the model card holds what was measured
            Inputs = [Weights, .. measured.Select(what => Path.Combine(_run, "eval", $"{what}.json"))],
        };
    }

    /// <summary>Runs share IDF weights: those that others were trained with stay as they are.</summary>
    private string? WhyIdfIsKept(IEnumerable<RunFolder> runs)
    {
        string[] others = [.. runs.Where(run => Path.GetFullPath(run.Path) != Path.GetFullPath(_run) && TrainsWithOurIdf(run)).Select(run => run.Path)];
        return others.Length == 0 ? null : $"{string.Join(", ", others)} {(others.Length == 1 ? "was" : "were")} trained with it. " +
            $"Count into another folder (--set data.idf=...), or remove {_tokens} if {(others.Length == 1 ? "that run does" : "those runs do")} not matter any more.";
    }

    private bool TrainsWithOurIdf(RunFolder run)
    {
        try
        {
            return ConfigReader.Read<TrainingConfig>(run.ConfigFile).Data.Idf is { } idf && Path.GetFullPath(idf) == Path.GetFullPath(_tokens);
        }
        catch (ConfigException)
        {
            return false; // a run of another kind
        }
    }

    private string TokenizerFiles => Directory.Exists(_tokenizer) ? Path.Combine(_tokenizer, "*") : _tokenizer;

    private PipelineStep Prepare(string what, string file, string[] more) =>
        commands.Of($"prepare {what}", ["prepare", what, "--tokenizer", _tokenizer, .. more, "--output-dir", _tokens]) with
        {
            Output = Path.Combine(_tokens, file),
            Inputs = [TokenizerFiles],
        };

    private static string Flag(string run) => Path.Combine(run, RunFolder.CompleteName);
}
