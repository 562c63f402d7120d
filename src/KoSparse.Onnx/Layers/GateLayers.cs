using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, H heads, K width of a head, V vocabulary.

/// <summary>The context gate: a learned query attends over the hidden states, and what it finds scales every vocabulary entry.</summary>
internal static class GateLayers
{
    /// <summary>Of torch's layer normalisation where nothing else is said.</summary>
    private const double Epsilon = 1e-5;

    /// <summary>Adds the gate; gives its factors, B × V.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The model; it has a gate.</param>
    /// <param name="hidden">Hidden states of the encoder, B × S × D.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string Add(LayerBuilder build, SparseModelConfig config, string hidden, string mask)
    {
        GraphBuilder graph = build.Graph;
        ContextGateOptions gate = config.ContextGate!;
        int width = config.Encoder.HiddenSize;
        float scale = LayerBuilder.AttentionScale(width, gate.Heads);
        float[] queryD = Array.ConvertAll(build.Weights.Read("context_gate.query", width), value => value * scale);
        string pooledBH1K = build.Attend(
            graph.Constant(queryD, 1, gate.Heads, 1, width / gate.Heads),
            build.SplitHeads(build.Linear(hidden, "context_gate.key", width, width), gate.Heads),
            build.SplitHeads(build.Linear(hidden, "context_gate.value", width, width), gate.Heads),
            build.PaddingBias(mask));
        string pooledBD = graph.Node("Reshape", pooledBH1K, graph.Constant(0, width));
        string context = build.Norm(build.Linear(pooledBD, "context_gate.output", width, width), "context_gate.LayerNorm", width, Epsilon);
        string inner = build.Gelu(build.Linear(context, "context_gate.dense", width, gate.Hidden));
        return graph.Node("Sigmoid", build.Linear(inner, "context_gate.decoder", gate.Hidden, config.Encoder.VocabularySize));
    }
}
