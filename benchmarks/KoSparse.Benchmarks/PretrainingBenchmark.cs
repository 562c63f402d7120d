using System.Diagnostics;
using KoSparse.Modeling.Encoders;
using KoSparse.Training.Configuration;
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
    private const int Steps = 12;
    private const int Side = 2048; // of the square products: well beyond the caches

    public static void Run(string configFile, string corpus)
    {
        PretrainingConfig config = ConfigReader.Read<PretrainingConfig>(configFile, [$"corpus={corpus}"]);
        using PretrainingRun run = new(config);
        using AdamW optimizer = new(run.Model.named_parameters(), config.Training.WeightDecay);
        run.Model.train();
        double rate = ProductRate();
        double seconds = Median(step => Step(run, optimizer, step));
        double operations = Operations(run);
        double again = ProductRate(); // the machine may have changed its pace meanwhile
        double limit = (rate + again) / 2;
        Console.WriteLine($"matrix products {Side} × {Side} × {Side}: {rate / 1e9:F0} and {again / 1e9:F0} billion operations a second, {get_num_threads()} threads");
        Console.WriteLine($"a step of {run.TokensPerBatch:N0} tokens: {seconds:F2} s, {run.TokensPerBatch / seconds:N0} tokens a second, " +
            $"{operations / 1e9:F0} billion operations: {operations / seconds / limit:P0} of the products' rate");
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

    private static double ProductRate()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = randn(Side, Side), b = randn(Side, Side);
        double seconds = Median(_ =>
        {
            using DisposeScope inner = NewDisposeScope();
            a.mm(b);
        });
        return 2.0 * Side * Side * Side / seconds;
    }

    private static double Median(Action<int> action)
    {
        action(0);
        action(1);
        List<double> seconds = [];
        for (int i = 0; i < Steps; i++)
        {
            long started = Stopwatch.GetTimestamp();
            action(2 + i);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return seconds.Order().ElementAt(Steps / 2);
    }
}
