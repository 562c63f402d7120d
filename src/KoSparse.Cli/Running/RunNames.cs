using KoSparse.Training.Runs;

namespace KoSparse.Cli.Running;

/// <summary>Finds the run that a user names: a folder, or the name of one in <c>outputs/</c>.</summary>
internal static class RunNames
{
    public const string Outputs = "outputs";

    /// <exception cref="RunException">There is no such run; the message lists those there are.</exception>
    public static RunFolder Find(string name)
    {
        RunFolder? found = new[] { name, Path.Combine(Outputs, name) }.Select(path => new RunFolder(Path.TrimEndingDirectorySeparator(path)))
            .FirstOrDefault(run => run.Exists);
        return found ?? throw new RunException(
            $"{name}: no run (no {RunFolder.LogName} in it). " + (RunFolder.Under(Outputs).ToList() is { Count: > 0 } runs
                ? $"There are: {string.Join(", ", runs.Select(run => run.Path))}."
                : $"There is none in {Outputs}/ yet; start one with './kosparse train CONFIG'."));
    }
}
