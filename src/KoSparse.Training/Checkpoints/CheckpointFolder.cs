using System.Globalization;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Files;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Safetensors;
using KoSparse.Training.Optimization;
using static TorchSharp.torch;

namespace KoSparse.Training.Checkpoints;

/// <summary>The checkpoints of a run: <c>checkpoint_N</c> after N steps, each whole and checked, or not there.</summary>
/// <param name="runFolder">Folder of the run.</param>
/// <param name="keep">Newest checkpoints kept.</param>
internal sealed class CheckpointFolder(string runFolder, int keep)
{
    private const string Prefix = "checkpoint_";
    private const string OptimizerFile = "optimizer.safetensors";
    private const string StateFile = "state.json";
    private const string SumsFile = "checksums.json";

    /// <summary>Writes a checkpoint beside the others, then renames it, then removes the oldest.</summary>
    public void Save(SparseModel model, AdamW optimizer, WeightAverage? average, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(state);
        string folder = Path.Combine(runFolder, Prefix + state.Step.ToString(CultureInfo.InvariantCulture));
        try
        {
            WholeFolder.Write(folder, partial =>
            {
                ModelWeights.Save(model, Path.Combine(partial, ModelFolder.WeightsFile));
                TensorFile.Write(Path.Combine(partial, OptimizerFile), StateOf(optimizer, average));
                File.WriteAllText(Path.Combine(partial, StateFile), JsonSerializer.Serialize(state, SnakeCaseJson.Options));
                Dictionary<string, string> sums = Directory.GetFiles(partial).ToDictionary(f => Path.GetFileName(f), DataFiles.Hash, StringComparer.Ordinal);
                File.WriteAllText(Path.Combine(partial, SumsFile), JsonSerializer.Serialize(sums, SnakeCaseJson.Options));
            });
        }
        catch (IOException exception)
        {
            throw new CheckpointException(
                $"{exception.Message} The checkpoints before it are untouched. Free some space, then resume the run with --resume.", exception);
        }

        foreach ((_, string old) in Found().Skip(keep))
        {
            WholeFolder.Remove(old);
        }
    }

    /// <summary>Loads the newest checkpoint that is whole; a damaged one is named and the one before it is tried.</summary>
    /// <param name="model">Filled.</param>
    /// <param name="optimizer">Filled.</param>
    /// <param name="average">Filled, where the run keeps one.</param>
    /// <param name="warn">Told about damaged checkpoints.</param>
    /// <returns>Where the run stands, or null when there is no checkpoint.</returns>
    /// <exception cref="CheckpointException">There are checkpoints, and all are damaged.</exception>
    /// <exception cref="TrainingException">Weights take gradients that took none before.</exception>
    public TrainingState? LoadNewest(SparseModel model, AdamW optimizer, WeightAverage? average, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(warn);
        (int, string)[] found = [.. Found()];
        foreach ((_, string folder) in found)
        {
            if (Damage(folder) is { } damage)
            {
                warn($"{folder}: {damage} The checkpoint before it is used.");
                continue;
            }

            _ = ModelWeights.Load(model, folder);
            using SafetensorsReader file = SafetensorsReader.Open(Path.Combine(folder, OptimizerFile));
            Fill(file, optimizer, average);

            TrainingState state = JsonSerializer.Deserialize<TrainingState>(InputFile.ReadText(Path.Combine(folder, StateFile)), SnakeCaseJson.Options)!;
            optimizer.Steps = state.OptimizerSteps;
            return state;
        }

        return found.Length == 0
            ? null
            : throw new CheckpointException($"{runFolder}: all {found.Length} checkpoint(s) are damaged. Remove them to start the run anew.");
    }

    /// <summary>Whether the run has any checkpoint.</summary>
    public bool Any() => Found().Any();

    /// <summary>Keeps a run that starts anew from another run's work.</summary>
    /// <exception cref="TrainingException">There are checkpoints.</exception>
    public void ThrowIfAny()
    {
        if (Any())
        {
            throw new TrainingException(
                $"{runFolder} holds the checkpoints of a run. Go on with it (--resume), train into another folder " +
                "(--set output_dir=...), or remove the folder.");
        }
    }

    private static IReadOnlyList<(string Name, Tensor Tensor)> StateOf(AdamW optimizer, WeightAverage? average) =>
        [.. optimizer.State, .. average?.State ?? []];

    /// <summary>Fills the state; a mean that the run did not keep before starts at the weights as they are.</summary>
    private static void Fill(SafetensorsReader file, AdamW optimizer, WeightAverage? average)
    {
        if (optimizer.State.FirstOrDefault(s => !file.Contains(s.Name)).Name is { } missing)
        {
            throw new TrainingException(
                $"{file.Path}: has no '{missing}', so that weight was not trained before. Set model.frozen_encoder as the run's config.yaml has it, " +
                "or train into another folder (--set output_dir=...).");
        }

        bool averaged = average?.State.All(s => file.Contains(s.Name)) ?? false;
        foreach ((string name, Tensor tensor) in StateOf(optimizer, averaged ? average : null))
        {
            TensorFile.Read(file, name, tensor);
        }

        if (!averaged)
        {
            average?.Restart();
        }
    }

    private IEnumerable<(int Step, string Folder)> Found() =>
        Directory.Exists(runFolder)
            ? Directory.GetDirectories(runFolder, Prefix + "*")
                .Select(f => (Parsed: int.TryParse(Path.GetFileName(f)[Prefix.Length..], CultureInfo.InvariantCulture, out int step), Step: step, Folder: f))
                .Where(f => f.Parsed)
                .OrderByDescending(f => f.Step)
                .Select(f => (f.Step, f.Folder))
            : [];

    /// <summary>What is wrong with a checkpoint, or null.</summary>
    private static string? Damage(string folder)
    {
        try
        {
            var sums = JsonSerializer.Deserialize<Dictionary<string, string>>(InputFile.ReadText(Path.Combine(folder, SumsFile)), SnakeCaseJson.Options)!;
            string? bad = sums.Keys.FirstOrDefault(name => DataFiles.Hash(Path.Combine(folder, name)) != sums[name]);
            return bad is null ? null : $"'{bad}' is damaged: its checksum differs.";
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return $"is damaged: {exception.Message}";
        }
    }
}
