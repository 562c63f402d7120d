using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, E width of the embeddings, V vocabulary.

/// <summary>The masked language model's head, and the largest logit of each vocabulary entry over the tokens of a window.</summary>
internal static class HeadLayers
{
    /// <summary>Below what any product of states and embeddings reaches, and within 16 bits.</summary>
    private const float Silence = -10_000;

    /// <summary>Adds the head; gives the largest logits, B × V, exact where they are above zero.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="hidden">Its hidden states, B × S × D.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string Add(LayerBuilder build, EncoderConfig config, string hidden, string mask) =>
        new WordMaxima(build, config, FirstAtPadding(build, Transformed(build, config, hidden), mask), Bias(build, config)).Add();

    /// <summary>Adds the head; gives the logits of every token, B × S × V.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="hidden">Its hidden states, B × S × D.</param>
    /// <param name="silenced">Vocabulary entries whose logits are far below zero whatever the text says.</param>
    public static string AddLogits(LayerBuilder build, EncoderConfig config, string hidden, IEnumerable<int> silenced)
    {
        float[] biasV = Bias(build, config);
        foreach (int id in silenced)
        {
            biasV[id] = Silence;
        }

        string logits = build.WordProduct(Transformed(build, config, hidden), config);
        return build.Graph.Node("Add", logits, build.Graph.Constant(biasV, config.VocabularySize));
    }

    private static string Transformed(LayerBuilder build, EncoderConfig config, string hidden)
    {
        int width = config.EmbeddingWidth;
        string dense = build.Linear(hidden, "head.dense", config.HiddenSize, width, config.HasBiases);
        return build.Norm(build.Gelu(dense), "head.LayerNorm", width, config.LayerNormEpsilon, config.HasBiases);
    }

    private static float[] Bias(LayerBuilder build, EncoderConfig config) => build.Weights.Read("head.bias", config.VocabularySize);

    /// <summary>Padding becomes a copy of the first token: it can then never exceed the true maximum.</summary>
    private static string FirstAtPadding(LayerBuilder build, string states, string mask)
    {
        GraphBuilder graph = build.Graph;
        string first = graph.Node("Slice", states, graph.Constant(0), graph.Constant(1), graph.Constant(1));
        return graph.Node("Where", graph.Node("Unsqueeze", mask, graph.Constant(-1)), states, first);
    }
}
