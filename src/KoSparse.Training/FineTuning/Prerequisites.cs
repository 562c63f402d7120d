using KoSparse.Configuration;
using KoSparse.Data;

namespace KoSparse.Training.FineTuning;

/// <summary>What a config needs that other commands make, and that is not there yet.</summary>
public static class Prerequisites
{
    private const string OwnIdf = "outputs/idf_weights/own";

    /// <summary>Refuses a config whose data, IDF weights or first run are missing; tells all that has to be done, in its order.</summary>
    /// <param name="config">The run.</param>
    /// <param name="configFile">Its file: the run that it goes on from is looked for in the configs beside it.</param>
    /// <exception cref="TrainingException">Something is missing.</exception>
    public static void ThrowIfMissing(TrainingConfig config, string configFile)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(configFile);
        (string What, string Command)[] missing = [.. Missing(config, configFile)];
        if (missing.Length > 0)
        {
            throw new TrainingException(
                $"{configFile} needs what is not there yet:\n" +
                string.Join('\n', missing.Select(step => $"  {step.What}: {step.Command}")) +
                (missing.Length > 1 ? "\nRun these commands in this order, or correct the paths." : "\nRun this command, or correct the path."));
        }
    }

    private static IEnumerable<(string What, string Command)> Missing(TrainingConfig config, string configFile)
    {
        foreach (string triplets in config.Data.Train.Where(pattern => !DataFiles.Exist(pattern)))
        {
            yield return (triplets, PrepareTriplets(Path.GetDirectoryName(triplets) ?? ""));
        }

        if (config.Data.Idf is { } idf && !IdfFile.Exists(idf))
        {
            yield return (idf, idf == OwnIdf ? "make prepare-v25-idf"
                : $"./kosparse prepare idf --tokenizer {config.Model.Tokenizer ?? config.Model.Name} --corpus '{config.Data.Train[0]}' --output-dir {idf}");
        }

        if (config.Model.Name is { } start && !Directory.Exists(start) && ConfigThatWrites(start, configFile) is { } first)
        {
            yield return (start, $"./kosparse train {first}");
        }
    }

    /// <summary>The folders of the recipes have a target each.</summary>
    private static string PrepareTriplets(string folder) => folder switch
    {
        "data/v22.0" => "make prepare-v22-data",
        "data/v24.0" => "make prepare-v28-data",
        "data/v27.0" => "make prepare-v27-data",
        _ => $"./kosparse prepare triplets --output-dir {folder}",
    };

    private static string? ConfigThatWrites(string model, string configFile) =>
        Directory.GetFiles(Path.GetDirectoryName(configFile) is { Length: > 0 } folder ? folder : ".", "*.yaml")
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(other => OutputOf(other) is { } output && Path.GetFullPath(model).StartsWith(Path.GetFullPath(output) + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static string? OutputOf(string configFile)
    {
        try
        {
            return ConfigReader.Read<TrainingConfig>(configFile).OutputDir;
        }
        catch (ConfigException)
        {
            return null; // of another kind, or damaged: not the one that was asked for
        }
    }
}
