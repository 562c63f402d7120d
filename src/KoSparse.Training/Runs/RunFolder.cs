using KoSparse.Configuration;
using KoSparse.Files;
using KoSparse.Text;

namespace KoSparse.Training.Runs;

/// <summary>A run as others see it: its files, and what became of it.</summary>
/// <param name="Path">The folder, as the user names it.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>File with every setting of the run, defaults included.</summary>
    public const string ConfigName = "config.yaml";

    /// <summary>File that the run's lines go to.</summary>
    public const string LogName = "training.log";

    /// <summary>File that is there once all steps are done.</summary>
    public const string CompleteName = "training_complete.flag";

    /// <summary>Folder of the best model so far.</summary>
    public const string BestModelName = "best_model";

    private const int NestedFolders = 2;

    /// <summary>What a run in the background complained of before it ended; empty when all went well.</summary>
    public string ErrorFile => In("errors.log");

    /// <summary>The resolved config.</summary>
    public string ConfigFile => In(ConfigName);

    /// <summary>The log.</summary>
    public string LogFile => In(LogName);

    /// <summary>The best model so far; there after the first validation.</summary>
    public string BestModel => In(BestModelName);

    /// <summary>The folder of the event files.</summary>
    public string Events => In("tensorboard");

    /// <summary>Whether a run was ever started here.</summary>
    public bool Exists => File.Exists(LogFile);

    /// <summary>All runs in a folder and the folders in it, by name.</summary>
    public static IEnumerable<RunFolder> Under(string outputs) =>
        Directory.Exists(outputs)
            ? Directory.EnumerateFiles(outputs, LogName, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = NestedFolders })
                .Select(log => new RunFolder(System.IO.Path.GetDirectoryName(log)!))
                .OrderBy(run => run.Path, StringComparer.Ordinal)
            : [];

    /// <summary>Finds the run that a person names.</summary>
    /// <param name="name">A run's folder, or the name of one in <paramref name="outputs"/>.</param>
    /// <param name="outputs">Where runs are.</param>
    /// <exception cref="RunException">There is no such run; the message lists those there are.</exception>
    public static RunFolder Find(string name, string outputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RunFolder? found = new[] { name, System.IO.Path.Combine(outputs, name) }
            .Select(path => new RunFolder(System.IO.Path.TrimEndingDirectorySeparator(path)))
            .FirstOrDefault(run => run.Exists);
        return found ?? throw new RunException(
            $"{name}: no run (no {LogName} in it). " + (Under(outputs).ToList() is { Count: > 0 } runs
                ? $"There are: {string.Join(", ", runs.Select(run => run.Path))}."
                : $"There is none in {outputs}/ yet; start one with './kosparse train CONFIG'."));
    }

    /// <summary>What became of the run: its own word, unless its process is gone without one.</summary>
    public RunStatus Status()
    {
        bool isHeld = RunLock.IsHeld(Path);
        RunStatus status = RunStatusFile.Read(Path)
            ?? new RunStatus(File.Exists(In(CompleteName)) ? RunState.Finished : RunState.Unknown, 0, 0, 0, DateTimeOffset.MinValue, null);
        return status with
        {
            State = isHeld ? RunState.Running : status.State == RunState.Running ? RunState.Crashed : status.State,
        };
    }

    /// <summary>The command that goes on with the run.</summary>
    public string ResumeCommand() => $"./kosparse {Status().Verb} {ConfigFile} --resume";

    /// <summary>What a run in the background complained of; empty when all went well.</summary>
    public string Errors() => new FileInfo(ErrorFile) is { Exists: true, Length: > 0 } ? InputFile.ReadText(ErrorFile) : "";

    /// <summary>The last line that a crashed run complained with, or null.</summary>
    public string? LastError() => Errors().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() is { } line ? ForeignText.Shown(line) : null;

    /// <summary>Writes every setting of the run.</summary>
    /// <param name="config">The settings.</param>
    /// <returns>A sentence about those that differ from what was written before, after a space; empty when none does.</returns>
    public string WriteConfig(object config)
    {
        string yaml = ConfigWriter.ToYaml(config);
        IReadOnlyList<string> changes = File.Exists(ConfigFile) ? ConfigChanges.Between(InputFile.ReadText(ConfigFile), yaml) : [];
        WholeFile.Write(ConfigFile, yaml);
        return changes.Count == 0 ? "" : $" Other settings than before: {string.Join("; ", changes)}.";
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
