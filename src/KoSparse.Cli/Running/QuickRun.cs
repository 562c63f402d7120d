using KoSparse.Configuration;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Running;

/// <summary>The short run that shows that everything works: few samples and epochs, a folder beside the run's.</summary>
internal static class QuickRun
{
    /// <summary>What makes it short; settings that the user gives count more.</summary>
    private static readonly string[] Overrides = ["data.max_samples=500", "data.samples_per_epoch=0", "training.epochs=2"];

    /// <summary>Reads a config as a short run.</summary>
    public static TrainingConfig Read(string config, string[] settings)
    {
        string whole = ConfigReader.Read<TrainingConfig>(config, settings).OutputDir;
        return ConfigReader.Read<TrainingConfig>(config, [.. Overrides, .. settings, $"output_dir={FolderOf(whole)}"], Console.Error.WriteLine);
    }

    /// <summary>Removes an earlier short run.</summary>
    /// <exception cref="RunBusyException">It is still running.</exception>
    public static void Remove(string folder)
    {
        TrainingLoop.ThrowIfTaken(folder, resume: true);
        if (new RunFolder(folder).Exists)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Where the short run of a run goes.</summary>
    public static string FolderOf(string run) => Path.TrimEndingDirectorySeparator(run) + "_quick";
}
