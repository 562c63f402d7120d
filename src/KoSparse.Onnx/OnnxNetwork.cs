using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Lexical;
using KoSparse.Encoding.Networks;
using KoSparse.Encoding.Windows;
using KoSparse.Onnx.Layers;
using KoSparse.Onnx.Weights;
using Microsoft.ML.OnnxRuntime;

namespace KoSparse.Onnx;

// Shapes: T texts, B windows, S tokens, V vocabulary.

/// <summary>The network by ONNX Runtime: a model's folder is made a graph in memory when it is opened. No torch is needed.</summary>
/// <remarks>The head is a graph of its own, made when it is first wanted: a model that serves no expansion never pays for it.</remarks>
public sealed class OnnxNetwork : INetwork
{
    private readonly InferenceSession _body;
    private readonly Lazy<InferenceSession>? _head;
    private readonly RunOptions _run = new();
    private readonly int _vocabularySize;
    private readonly Activation _activation;

    private OnnxNetwork(string folder, SparseModelConfig config, WeightPrecision precision, int threads, NetworkWeights weights)
    {
        (_vocabularySize, _activation) = (config.Encoder.VocabularySize, config.HeadActivation);
        Lexical = config.LexicalPrior is { } prior ? LexicalWeights.Read(weights, prior) : null;
        if (config.Expansion)
        {
            weights.Require(NetworkGraphs.HeadTensors(config));
            _head = new(() => OpenHead(folder, config, precision, threads));
        }

        _body = Session(NetworkGraphs.Body(weights, config, precision), threads);
    }

    /// <inheritdoc/>
    public TermWeighting? Lexical { get; }

    /// <summary>Opens the network of a trained model's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">Its architecture.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    public static OnnxNetwork Open(string folder, SparseModelConfig config) => Open(folder, config, WeightPrecision.Fp32);

    /// <summary>Opens the network of a trained model's folder, its weights rounded.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">Its architecture.</param>
    /// <param name="precision">How the weights are kept.</param>
    /// <param name="threads">Threads of one run; 0 takes a thread for each core.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    public static OnnxNetwork Open(string folder, SparseModelConfig config, WeightPrecision precision, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentNullException.ThrowIfNull(config);
        using NetworkWeights weights = new(folder, config.Encoder.Family);
        return new OnnxNetwork(folder, config, precision, threads, weights);
    }

    /// <inheritdoc/>
    public NetworkRows Run(WindowBatch batch, bool expansion)
    {
        ArgumentNullException.ThrowIfNull(batch);
        InferenceSession? head = expansion ? _head?.Value : null;
        string[] outputs = [.. Outputs(head is not null)];
        if (outputs.Length == 0)
        {
            return new NetworkRows(null, null);
        }

        long[] shapeBS = [batch.Rows, batch.Length];
        using OrtValue ids = OrtValue.CreateTensorValueFromMemory(batch.IdsBS, shapeBS);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(batch.MaskBS, shapeBS);
        using IDisposableReadOnlyCollection<OrtValue> found = _body.Run(_run, [NetworkGraphs.Ids, NetworkGraphs.Mask], [ids, mask], outputs);
        return new NetworkRows(
            head is null ? null : ExpansionTV(head, found[0], mask, batch.Windows),
            Lexical is null ? null : found[^1].GetTensorDataAsSpan<float>().ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _body.Dispose();
        if (_head is { IsValueCreated: true })
        {
            _head.Value.Dispose();
        }

        _run.Dispose();
    }

    private static InferenceSession OpenHead(string folder, SparseModelConfig config, WeightPrecision precision, int threads)
    {
        using NetworkWeights weights = new(folder, config.Encoder.Family);
        return Session(NetworkGraphs.Head(weights, config, precision), threads);
    }

    private static InferenceSession Session(byte[] graph, int threads)
    {
        using SessionOptions options = new() { IntraOpNumThreads = threads };
        return new InferenceSession(graph, options);
    }

    /// <summary>What is wanted of the body, hidden states first.</summary>
    private IEnumerable<string> Outputs(bool expansion)
    {
        if (expansion)
        {
            yield return NetworkGraphs.Hidden;
        }

        if (Lexical is not null)
        {
            yield return NetworkGraphs.Importance;
        }
    }

    private float[] ExpansionTV(InferenceSession head, OrtValue hidden, OrtValue mask, IReadOnlyList<int> windows)
    {
        using IDisposableReadOnlyCollection<OrtValue> found =
            head.Run(_run, [NetworkGraphs.Hidden, NetworkGraphs.Mask], [hidden, mask], [NetworkGraphs.MaxLogits]);
        return WindowMaxima.Weights(found[0].GetTensorDataAsSpan<float>(), windows, _vocabularySize, _activation);
    }
}
