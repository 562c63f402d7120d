using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Running;
using KoSparse.Configuration;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Commands;

/// <summary>What the commands that make an encoder from plain text have in common: config, overrides, resume, background.</summary>
internal static class EncoderRunCommand
{
    /// <summary>Builds such a command.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">A config that comes along.</param>
    /// <param name="train">Trains by a config, from the newest checkpoint where told so.</param>
    public static Command Build<TConfig>(string name, string description, string example, Func<TConfig, bool, CancellationToken, int> train)
        where TConfig : class, IRunConfig
    {
        var config = new Argument<string>("config") { Description = $"The run's config, such as {example}." };
        Option<string[]> overrides = Options.Set();
        Option<bool> resume = Options.Resume();
        Option<bool> background = Options.Background();
        var command = new Command(name, description) { config, overrides, resume, background };
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            TConfig read = ConfigReader.Read<TConfig>(parsed.GetValue(config)!, parsed.GetValue(overrides) ?? []);
            bool goesOn = parsed.GetValue(resume);
            TrainingLoop.ThrowIfTaken(read.OutputDir, goesOn);
            return parsed.GetValue(background)
                ? await BackgroundRun.StartAsync(new RunFolder(read.OutputDir), Options.ArgumentsWithout(background, parsed), stop)
                : train(read, goesOn, stop);
        }));
        return command;
    }
}
