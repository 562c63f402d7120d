using KoSparse.Configuration;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling.Batches;
using KoSparse.Training.Batches;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = KoSparse.Training.Optimization.AdamW;

namespace KoSparse.Benchmarks;

/// <summary>Steps of fine-tuning with the head beside bare matrix products, in one run.</summary>
/// <remarks>
/// What a step must multiply, over real tokens alone: the encoder's products as in <see cref="PretrainingBenchmark"/>, with attention over
/// each text's own length; the head's transform forward and backward, and its product with the vocabulary forward. Backward a maximum gives its
/// gradient to one token, and only active terms have one: 4 operations for each of them and each of the width. Padding, texts that are
/// questions by IDF, the losses and the optimizer multiply nothing that counts.
/// </remarks>
internal static class FineTuningBenchmark
{
    private const int CountedSteps = 14;

    /// <summary>Measures steps of a run as its config says.</summary>
    /// <param name="configFile">The config.</param>
    /// <param name="overrides">Settings, as <c>path=value</c>.</param>
    public static void Run(string configFile, IReadOnlyList<string> overrides)
    {
        TrainingConfig config = ConfigReader.Read<TrainingConfig>(configFile, overrides);
        using TrainingRun run = new(config);
        using AdamW optimizer = new(run.Model.named_parameters(), config.Training.WeightDecay);
        TripletSteps steps = new(run);
        run.Model.train();
        (double tokens, double padded, double operations) = Count(run);
        (double seconds, string share) = MatrixProducts.Beside(operations, step => Step(run, steps, optimizer, step));
        Console.WriteLine($"a step of {tokens:N0} tokens, {padded:N0} with padding: {seconds:F2} s, {tokens / seconds:N0} tokens a second, {share}");
    }

    private static void Step(TrainingRun run, TripletSteps steps, AdamW optimizer, int step)
    {
        optimizer.ClearGradients();
        foreach (Func<BatchLoss> batch in steps.Draw(step))
        {
            using DisposeScope scope = NewDisposeScope();
            batch().Loss.backward();
        }

        nn.utils.clip_grad_norm_(run.Model.parameters(), run.Config.Training.MaxGradNorm);
        optimizer.Step(run.Schedule.LearningRateAt(step));
    }

    /// <summary>Means over the steps that are timed: real tokens, tokens with padding, operations.</summary>
    private static (double Tokens, double Padded, double Operations) Count(TrainingRun run)
    {
        bool hasHead = run.Model.Config is { Expansion: true, ExpansionColumns: null }; // a head of columns reads a text's mean, which is next to nothing
        double active = hasHead ? ActiveTerms(run) : 0;
        (double tokens, double padded, double operations) = (0, 0, 0);
        foreach (int[] triplets in run.Triplets.BatchesOf(1, run.Schedule.PhaseOf(1)).Take(CountedSteps * run.Config.Training.GradientAccumulationSteps))
        {
            using DisposeScope scope = NewDisposeScope();
            using TrainingBatch batch = run.Batches.Build([.. triplets.Select(i => run.Triplets[i])]);
            foreach (PaddedBatch texts in batch.QueryIdfQV is null ? [batch.Queries, batch.Documents] : (PaddedBatch[])[batch.Documents])
            {
                long[] lengths = texts.MaskBS.sum(1).data<long>().ToArray();
                tokens += lengths.Sum();
                padded += texts.MaskBS.numel();
                operations += lengths.Sum(length => Operations(run.Model.Config.Encoder, length, active, hasHead));
            }
        }

        return (tokens / CountedSteps, padded / CountedSteps, operations / CountedSteps);
    }

    /// <summary>What a text of so many tokens must multiply.</summary>
    private static double Operations(EncoderConfig encoder, double length, double active, bool hasHead)
    {
        double width = encoder.HiddenSize;
        double layer = (4 * width * width) + (2 * width * encoder.IntermediateSize);
        double body = encoder.Layers * length * ((6 * layer) + (12 * length * width));
        return hasHead ? body + (length * ((6 * width * width) + (2 * width * encoder.VocabularySize))) + (4 * active * width) : body;
    }

    /// <summary>Terms of a document before the first step.</summary>
    private static double ActiveTerms(TrainingRun run)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using TrainingBatch batch = run.Batches.Build([.. run.Triplets.BatchesOf(1, run.Schedule.PhaseOf(1))[0].Select(i => run.Triplets[i])]);
        PaddedBatch documents = batch.Documents;
        Tensor weightsDV = run.Model.Forward(documents.IdsBS, documents.MaskBS, documents.CountedBS, documents.TitleBS).WeightsBV;
        return (weightsDV > 0).sum(1).to(float32).mean().item<float>();
    }
}
