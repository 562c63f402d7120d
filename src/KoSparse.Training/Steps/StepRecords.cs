using KoSparse.Files;

namespace KoSparse.Training.Steps;

/// <summary>Which steps of a sequence are done: the output is there, newer than the inputs, of the same command.</summary>
/// <param name="folder">Folder that remembers which commands are done.</param>
public sealed class StepRecords(string folder)
{
    private const string Begun = "begun: ";

    /// <summary>Why a step has to run; null when it is done.</summary>
    public string? ReasonToRun(PipelineStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        string output = step.Output ?? Record(step);
        if (step.Repeats || !File.Exists(output))
        {
            return "not done yet";
        }

        string record = File.Exists(Record(step)) ? InputFile.ReadText(Record(step)) : step.Command;
        if (record != step.Command)
        {
            return record.StartsWith(Begun, StringComparison.Ordinal) ? "it was begun with other arguments and not finished" : "its arguments changed";
        }

        DateTime written = File.GetLastWriteTimeUtc(output);
        string? newer = step.Inputs.SelectMany(Files).FirstOrDefault(input => File.GetLastWriteTimeUtc(input) > written);
        return newer is null ? null : $"{newer} is newer than {output}";
    }

    /// <summary>Runs a step, whether it is done or not, and remembers it when it went well.</summary>
    /// <remarks>A step that runs with other arguments than before is no longer done with those: killed halfway, it may have written some of its files.</remarks>
    /// <returns>The exit code of its work.</returns>
    public async Task<int> RunAsync(PipelineStep step, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (File.Exists(Record(step)) && InputFile.ReadText(Record(step)) != step.Command)
        {
            WholeFile.Write(Record(step), Begun + step.Command);
        }

        int code = await step.Work(cancellation);
        if (code == 0)
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(Record(step), step.Command);
        }

        return code;
    }

    private string Record(PipelineStep step) => Path.Combine(folder, step.Title.Replace(' ', '_') + ".done");

    private static string[] Files(string pattern)
    {
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(pattern)) : [];
    }
}
