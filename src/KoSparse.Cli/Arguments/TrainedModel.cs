using KoSparse.Configuration;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Networks;
using KoSparse.Modeling.Networks;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Arguments;

/// <summary>Finds the model that a user names: a model's folder, or a run's folder with its <c>best_model</c>.</summary>
internal static class TrainedModel
{
    private const string ConfigFile = "config.json";

    /// <summary>The folder with <c>config.json</c> and weights.</summary>
    /// <exception cref="CheckpointException">There is no model; the message says how to get one.</exception>
    public static string Find(string path)
    {
        string best = new RunFolder(path).BestModel;
        if (ModelLayout.IsModel(path) || !Directory.Exists(path))
        {
            return Directory.Exists(path) ? path : throw new CheckpointException(
                $"{path}: no such folder. Name that of a model, such as models/mini, or train one first ('make train-v28' or 'make quickstart').");
        }

        return ModelLayout.IsModel(best) ? best : throw new CheckpointException(
            $"{path}: neither a model (no {ConfigFile}) nor a run with one (no {RunFolder.BestModelName}/). " + (new RunFolder(path) is { Exists: true } run
                ? $"A run has its best model after its first validation; go on with '{run.ResumeCommand()}'."
                : "Nothing was trained here. Train a model first, or name another folder."));
    }

    /// <summary>Opens a model; its weights are read when they are first needed, and torch with them.</summary>
    /// <param name="path">A model's folder or a run's.</param>
    /// <param name="settings">How it encodes otherwise than its folder says, such as <c>encode.expansion_share=0.5</c>.</param>
    /// <param name="network">Opens its network; by torch when null.</param>
    /// <exception cref="ConfigException">A setting is unknown or out of range.</exception>
    public static OpenModel Open(string path, IReadOnlyList<string>? settings = null, Func<string, SparseModelConfig, INetwork>? network = null)
    {
        string folder = Find(path);
        return OpenModel.Open(folder, network ?? (static (model, config) => TorchNetwork.Open(model, config)), Change(folder, settings ?? []));
    }

    /// <summary>What overrides make of the encode section of a model; null without any.</summary>
    public static Func<EncodeOptions, EncodeOptions>? Change(string folder, IReadOnlyList<string> settings) => settings.Count == 0
        ? null
        : start => ConfigReader.Change(new Overridden { Encode = start }, settings, Path.Combine(folder, ConfigFile)).Encode;

    /// <summary>What of a trained model can be overridden: all that does not change its weights.</summary>
    private sealed record Overridden
    {
        /// <summary>How texts become vectors.</summary>
        public EncodeOptions Encode { get; init; } = new();
    }
}
