using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, E width of the embeddings, V vocabulary.

/// <summary>The masked language model's head, and the largest logit of each vocabulary entry over the tokens of a window.</summary>
internal static class HeadLayers
{
    /// <summary>Vocabulary entries whose logits are in memory together: of 4,096 tokens they take 8 MB, which caches hold; 2,048 entries took 5 to 15 % longer.</summary>
    private const int BlockSize = 512;

    /// <summary>Below what any product of states and embeddings reaches, and within 16 bits.</summary>
    private const float Silence = -10_000;

    /// <summary>Adds the head; gives the largest logits, B × V.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="hidden">Its hidden states, B × S × D.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string Add(LayerBuilder build, EncoderConfig config, string hidden, string mask)
    {
        string real = FirstAtPadding(build, Transformed(build, config, hidden), mask);
        List<string> blocks = [];
        for (int start = 0; start < config.VocabularySize; start += BlockSize)
        {
            string logits = build.WordProduct(real, config, start, Math.Min(BlockSize, config.VocabularySize - start));
            blocks.Add(build.Graph.Node("ReduceMax", [Attributes.Of("keepdims", 0)], logits, build.Graph.Constant(1)));
        }

        string maxima = build.Graph.Node("Concat", [Attributes.Of("axis", -1)], [.. blocks]);
        return build.Graph.Node("Add", maxima, build.Graph.Constant(Bias(build, config), config.VocabularySize));
    }

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

        string logits = build.WordProduct(Transformed(build, config, hidden), config, 0, config.VocabularySize);
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
