using KoSparse.Cli.Running;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling.Networks;
using KoSparse.Training.Runs;

namespace KoSparse.Cli;

/// <summary>Finds the model that a user names: a model's folder, or a run's folder with its <c>best_model</c>.</summary>
internal static class TrainedModel
{
    private const string ConfigFile = "config.json";
    private const string BestModel = "best_model";

    /// <summary>The folder with <c>config.json</c> and weights.</summary>
    /// <exception cref="CheckpointException">There is no model; the message says how to get one.</exception>
    public static string Find(string path)
    {
        string best = Path.Combine(path, BestModel);
        if (File.Exists(Path.Combine(path, ConfigFile)) || !Directory.Exists(path))
        {
            return Directory.Exists(path) ? path : throw new CheckpointException(
                $"{path}: no such folder. Train a model first ('make train-v28' or 'make quickstart'), or name another one with --model.");
        }

        return File.Exists(Path.Combine(best, ConfigFile)) ? best : throw new CheckpointException(
            $"{path}: neither a model (no {ConfigFile}) nor a run with one (no {BestModel}/). " + (new RunFolder(path) is { Exists: true } run
                ? $"A run has its best model after its first validation; go on with '{RunStop.Resume(run)}'."
                : "Nothing was trained here. Train a model first, or name another folder."));
    }

    /// <summary>Opens a model; its weights are read when they are first needed, and torch with them.</summary>
    public static OpenModel Open(string path) => OpenModel.Open(Find(path), static (folder, config) => TorchNetwork.Open(folder, config));
}
