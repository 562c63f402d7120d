using KoSparse.Configuration;
using KoSparse.Encoding.Configuration;
using KoSparse.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = KoSparse.Training.Optimization.AdamW;

namespace KoSparse.Benchmarks;

/// <summary>Steps of masked language modelling beside bare matrix products, in one run.</summary>
/// <remarks>
/// What a step must multiply: for each of T tokens every weight of the encoder's products and, at the hidden places, of the head,
/// 2 operations forward and 4 backward (Kaplan et al., "Scaling Laws for Neural Language Models", 2020); attention's two products
/// over S tokens add 12·S·width per layer. Embedding lookups, norms, softmax and the optimizer multiply nothing that counts.
/// </remarks>
internal static class PretrainingBenchmark
{
    public static void Run(string configFile, string corpus)
    {
        PretrainingConfig config = ConfigReader.Read<PretrainingConfig>(configFile, [$"corpus={corpus}"]);
        using PretrainingRun run = new(config);
        using AdamW optimizer = new(run.Model.named_parameters(), config.Training.WeightDecay);
        run.Model.train();
        (double seconds, string share) = MatrixProducts.Beside(Operations(run), step => Step(run, optimizer, step));
        Console.WriteLine($"a step of {run.TokensPerBatch:N0} tokens: {seconds:F2} s, {run.TokensPerBatch / seconds:N0} tokens a second, {share}");
    }

    private static void Step(PretrainingRun run, AdamW optimizer, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.ClearGradients();
        run.Loss(run.BatchOf(step, 0)).backward();
        nn.utils.clip_grad_norm_(run.Model.parameters(), run.Config.Training.MaxGradNorm);
        optimizer.Step(run.Schedule.LearningRateAt(step));
    }

    private static double Operations(PretrainingRun run)
    {
        EncoderConfig encoder = run.Model.Config.Encoder;
        double width = encoder.HiddenSize;
        double layer = (4 * width * width) + (2 * width * encoder.IntermediateSize);
        double perToken = encoder.Layers * ((6 * layer) + (12 * run.Config.SequenceLength * width));
        double head = 6 * ((width * width) + (width * encoder.VocabularySize)) * run.BatchOf(0, 0).PlacesN.shape[0];
        return (run.TokensPerBatch * perToken) + head;
    }
}
