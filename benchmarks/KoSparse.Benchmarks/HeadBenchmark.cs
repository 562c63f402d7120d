using System.Diagnostics;
using KoSparse.Modeling.Heads;
using static TorchSharp.torch;

namespace KoSparse.Benchmarks;

// Shapes: B batch, S tokens, D width, V vocabulary.

/// <summary>The head of DESIGN 4 beside the naive one: same weights, same batch, forward and backward.</summary>
internal static class HeadBenchmark
{
    private const int Repeats = 5;

    public static void Run()
    {
        Console.WriteLine("| case | naive s | blockwise s | times faster | naive MiB | blockwise MiB | share |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Compare("trained: 200 active terms a text", 24, 192, 384, 32_000, 200);
        Compare("untrained: half of the vocabulary active", 24, 192, 384, 32_000, 16_000);
        using var _ = NewDisposeScope();
        (Tensor hidden, Tensor embeddings, Tensor bias, Tensor mask) = Inputs(8, 192, 768, 250_002, 200);
        (double seconds, double mib) = Measure(() => Blockwise(hidden, embeddings, mask, bias), hidden, embeddings);
        Console.WriteLine($"XLM-R size (8 × 192, 768, 250,002): {seconds:F2} s, {mib:F0} MiB beyond weights, " +
            $"peak of the whole process {ProcessMemory.PeakMib():F0} MiB.");
    }

    private static void Compare(string name, int batch, int tokens, int width, int vocabulary, int active)
    {
        using var _ = NewDisposeScope();
        (Tensor hidden, Tensor embeddings, Tensor bias, Tensor mask) = Inputs(batch, tokens, width, vocabulary, active);
        (double fast, double fastMib) = Measure(() => Blockwise(hidden, embeddings, mask, bias), hidden, embeddings);
        (double naive, double naiveMib) = Measure(() => Naive(hidden, embeddings, mask, bias), hidden, embeddings);
        Console.WriteLine($"| {name} | {naive:F2} | {fast:F2} | {naive / fast:F1} | {naiveMib:F0} | {fastMib:F0} | {fastMib / naiveMib:P0} |");
    }

    private static Tensor Blockwise(Tensor hiddenBSD, Tensor embeddingsVD, Tensor maskBS, Tensor biasV) =>
        (MaxLogits.Compute(hiddenBSD, embeddingsVD, maskBS) + biasV).relu().log1p();

    private static Tensor Naive(Tensor hiddenBSD, Tensor embeddingsVD, Tensor maskBS, Tensor biasV)
    {
        Tensor logitsBSV = hiddenBSD.matmul(embeddingsVD.t()) + biasV;
        return (logitsBSV.relu().log1p() * maskBS.unsqueeze(-1)).amax([1]);
    }

    /// <summary>Random inputs whose bias leaves about <paramref name="active"/> terms a text above zero.</summary>
    private static (Tensor, Tensor, Tensor, Tensor) Inputs(int batch, int tokens, int width, int vocabulary, int active)
    {
        manual_seed(42);
        Tensor hidden = randn(batch, tokens, width);
        Tensor embeddings = randn(vocabulary, width) * 0.05;
        Tensor mask = ones(batch, tokens, dtype: @bool);
        using var _ = no_grad();
        Tensor maxima = MaxLogits.Compute(hidden, embeddings, mask);
        Tensor bias = (-maxima.sort(1, descending: true).Values.select(1, active).mean()).expand(vocabulary).contiguous();
        return (hidden.requires_grad_(), embeddings.requires_grad_(), bias, mask);
    }

    /// <summary>Median seconds of forward and backward, and the peak of memory above what weights and their gradients take.</summary>
    private static (double Seconds, double Mib) Measure(Func<Tensor> forward, params Tensor[] leaves)
    {
        Step(forward, leaves);
        double before = ProcessMemory.ResetPeak();
        List<double> seconds = [];
        for (int i = 0; i < Repeats; i++)
        {
            var watch = Stopwatch.StartNew();
            Step(forward, leaves);
            seconds.Add(watch.Elapsed.TotalSeconds);
        }

        seconds.Sort();
        return (seconds[Repeats / 2], ProcessMemory.PeakMib() - before);
    }

    private static void Step(Func<Tensor> forward, Tensor[] leaves)
    {
        using var _ = NewDisposeScope();
        foreach (Tensor leaf in leaves)
        {
            using Tensor? gradient = leaf.grad;
            gradient?.zero_();
        }

        forward().sum().backward();
    }
}
