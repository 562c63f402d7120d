using KoSparse.Encoding.Configuration;
using KoSparse.Training;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.FineTuning;

public sealed class TrainerTests : IDisposable
{
    private readonly TinyRun _tiny = new();
    private readonly List<string> _log = [];

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Run_ThreeLossesNotFinite_StopsAndSavesTheBatch()
    {
        using var run = new TrainingRun(_tiny.Config("validation=", "hard_negative_mining=")); // neither would take such a model
        SetBias(run, float.NaN);
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _log.Add);

        TrainingException exception = Assert.Throws<TrainingException>(() => trainer.Run(resume: false, CancellationToken.None));

        Assert.Contains("not finite 3 times in a row, last at step 3", exception.Message, StringComparison.Ordinal);
        Assert.Equal(16, File.ReadLines(Path.Combine(_tiny.OutputFolder, "failed_batch.jsonl")).Count()); // two batches of 8
        Assert.Equal(3, _log.Count(line => line.Contains("skipped: loss NaN", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_ModelThatIsNotFinite_StopsBeforeItIsValidated_Issue18()
    {
        using var run = new TrainingRun(_tiny.Config());
        SetBias(run, float.NaN);
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _log.Add);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => trainer.Run(resume: false, CancellationToken.None));

        Assert.StartsWith("The model gives weights that are not finite: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OneLossNotFinite_SkipsThatStepAlone()
    {
        using var run = new TrainingRun(_tiny.Config());
        var spoiler = new Spoiler(step =>
        {
            if (step is 1 or 2)
            {
                SetBias(run, step == 1 ? float.PositiveInfinity : 0);
            }
        });
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _log.Add, spoiler);

        TrainingState state = trainer.Run(resume: false, CancellationToken.None);

        Assert.Equal((4, 3, 0), (state.Step, state.OptimizerSteps, state.SkippedInARow));
        Assert.Single(_log, line => line.StartsWith("Step 2 skipped", StringComparison.Ordinal));
        Assert.All(run.Model.parameters(), p => Assert.True(p.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Run_Stopped_SavesAndGoesOnTheSame()
    {
        float[] whole = Train(resume: false, stopAfter: int.MaxValue);
        Directory.Delete(_tiny.OutputFolder, recursive: true);

        _ = Train(resume: false, stopAfter: 1);
        _ = Train(resume: true, stopAfter: 3);

        Assert.Equal(whole, Train(resume: true, stopAfter: int.MaxValue));
        Assert.Contains("Stopped and saved after step 1. Go on with --resume.", _log);
        Assert.Contains("Resumes after step 3 of 4.", _log);
        Assert.True(File.Exists(Path.Combine(_tiny.OutputFolder, "training_complete.flag")));
    }

    /// <summary>Stopped within a log interval, a run has the same means after it: what was added up is part of the checkpoint.</summary>
    [Fact]
    public void Run_StoppedBetweenTwoLogLines_HasTheSameHistory_Issue19()
    {
        string[] rarely = ["training.log_every_steps=4"];
        _ = Train(resume: false, stopAfter: int.MaxValue, rarely);
        string whole = History();
        Directory.Delete(_tiny.OutputFolder, recursive: true);

        _ = Train(resume: false, stopAfter: 1, rarely);
        _ = Train(resume: true, stopAfter: 3, rarely);
        _ = Train(resume: true, stopAfter: int.MaxValue, rarely);

        Assert.Contains("gradient_norm", whole, StringComparison.Ordinal);
        Assert.Equal(whole, History());
    }

    [Fact]
    public void Run_DamagedHistory_GoesOnAndSaysSo_Issue19()
    {
        float[] whole = Train(resume: false, stopAfter: int.MaxValue);
        Directory.Delete(_tiny.OutputFolder, recursive: true);
        _ = Train(resume: false, stopAfter: 2);
        File.WriteAllText(Path.Combine(_tiny.OutputFolder, "training_history.json"), "[{\"step\": 1,");

        Assert.Equal(whole, Train(resume: true, stopAfter: int.MaxValue));

        Assert.Contains(_log, line => line.Contains("training_history.json: damaged", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(_tiny.OutputFolder, "training_history.json.damaged")));
        Assert.All(RunLog.ReadHistory(Path.Combine(_tiny.OutputFolder, "training_history.json")), entry => Assert.InRange(entry.Step, 3, 4));
    }

    [Fact]
    public void Run_DamagedCheckpoint_UsesTheOneBeforeAndEndsTheSame()
    {
        float[] whole = Train(resume: false, stopAfter: int.MaxValue);
        string newest = Path.Combine(_tiny.OutputFolder, "checkpoint_4");
        FlipByte(Path.Combine(newest, "model.safetensors"));

        Assert.Equal(whole, Train(resume: true, stopAfter: int.MaxValue));
        Assert.Contains(_log, line => line.Contains($"{newest}: 'model.safetensors' is damaged", StringComparison.Ordinal));
        Assert.Contains("Resumes after step 2 of 4.", _log);
    }

    [Fact]
    public void Run_AllCheckpointsDamaged_SaysSo()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue);
        foreach (string folder in Directory.GetDirectories(_tiny.OutputFolder, "checkpoint_*"))
        {
            FlipByte(Path.Combine(folder, "optimizer.safetensors"));
        }

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Train(resume: true, stopAfter: int.MaxValue));

        Assert.Contains("all 2 checkpoint(s) are damaged", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PartialFolder_IsIgnored()
    {
        _ = Train(resume: false, stopAfter: 2);
        Directory.CreateDirectory(Path.Combine(_tiny.OutputFolder, "checkpoint_3.partial"));
        File.WriteAllText(Path.Combine(_tiny.OutputFolder, "checkpoint_3.partial", "model.safetensors"), "half");

        _ = Train(resume: true, stopAfter: int.MaxValue);

        Assert.Contains("Resumes after step 2 of 4.", _log);
    }

    /// <summary>A mean that is asked for later starts at the weights of the checkpoint.</summary>
    [Fact]
    public void Run_ResumedWithAMean_GoesOnAsWithout()
    {
        float[] whole = Train(resume: false, stopAfter: int.MaxValue);
        Directory.Delete(_tiny.OutputFolder, recursive: true);
        _ = Train(resume: false, stopAfter: 2);

        Assert.Equal(whole, Train(resume: true, stopAfter: int.MaxValue, "training.average_decay=0.5"));
        Assert.Contains(_log, line => line.StartsWith("Resumes after step 2 of 4.", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ResumedWithWeightsThatDidNotLearn_NamesTheSetting()
    {
        string[] frozen = [$"model.name={_tiny.File("teacher")}", "model.encoder=null"];
        _ = Train(resume: false, stopAfter: 2, [.. frozen, "model.frozen_encoder=true"]);

        TrainingException exception = Assert.Throws<TrainingException>(() => Train(resume: true, stopAfter: int.MaxValue, frozen));

        Assert.Contains("Set model.frozen_encoder as the run's config.yaml has it", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_BestModelWasAboutToBeReplaced_IsBack()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue);
        string best = Path.Combine(_tiny.OutputFolder, "best_model");
        Directory.Move(best, $"{best}.replaced");

        _ = Train(resume: true, stopAfter: int.MaxValue);

        Assert.True(Directory.Exists(best));
    }

    /// <summary>The history without what the clock decides.</summary>
    private string History() => string.Join('\n', RunLog.ReadHistory(Path.Combine(_tiny.OutputFolder, "training_history.json")).Select(entry =>
        $"{entry.Step} {entry.Epoch} {string.Join(' ', entry.Values.Where(value => value.Key != "tokens_per_second").OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => FormattableString.Invariant($"{value.Key}={value.Value:R}")))}"));

    private float[] Train(bool resume, int stopAfter, params string[] settings)
    {
        using var run = new TrainingRun(_tiny.Config(settings));
        using CancellationTokenSource stop = new();
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _log.Add, new Spoiler(step =>
        {
            if (step == stopAfter)
            {
                stop.Cancel();
            }
        }));
        _ = trainer.Run(resume, stop.Token);
        return [.. run.Model.parameters().SelectMany(p => p.data<float>().ToArray())];
    }

    private static void FlipByte(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^10] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static void SetBias(TrainingRun run, float value)
    {
        using IDisposable _ = no_grad();
        Parameter bias = run.Model.named_parameters().Single(p => p.name == "head.bias").parameter;
        bias.fill_(value);
    }

    /// <summary>Acts between two steps.</summary>
    private sealed class Spoiler(Action<int> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act(value.Step);
    }
}
