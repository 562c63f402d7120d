using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Weights;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, E width of the embeddings, V vocabulary, C one block of the vocabulary.

/// <summary>The masked language model's head, and the largest logit of each vocabulary entry over the tokens of a window.</summary>
internal static class HeadLayers
{
    /// <summary>Vocabulary entries whose logits are in memory together: of 4,096 tokens they take 32 MB.</summary>
    private const int BlockSize = 2048;

    /// <summary>Adds the head; gives the largest logits, B × V.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="hidden">Its hidden states, B × S × D.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string Add(LayerBuilder build, EncoderConfig config, string hidden, string mask)
    {
        GraphBuilder graph = build.Graph;
        (int vocabulary, int width) = (config.VocabularySize, config.EmbeddingWidth);
        string dense = build.Linear(hidden, "head.dense", config.HiddenSize, width, config.HasBiases);
        string transformed = build.Norm(build.Gelu(dense), "head.LayerNorm", width, config.LayerNormEpsilon, config.HasBiases);
        string real = FirstAtPadding(build, transformed, mask);
        float[] wordsVE = build.Weights.Read(TensorNames.Words(config.Family), vocabulary, width);
        List<string> blocks = [];
        for (int start = 0; start < vocabulary; start += BlockSize)
        {
            int size = Math.Min(BlockSize, vocabulary - start);
            blocks.Add(BlockMaxima(build, real, wordsVE.AsSpan(start * width, size * width), size, width));
        }

        string maxima = graph.Node("Concat", [Attributes.Of("axis", -1)], [.. blocks]);
        return graph.Node("Add", maxima, graph.Constant(build.Weights.Read("head.bias", vocabulary), vocabulary));
    }

    /// <summary>Padding becomes a copy of the first token: it can then never exceed the true maximum.</summary>
    private static string FirstAtPadding(LayerBuilder build, string states, string mask)
    {
        GraphBuilder graph = build.Graph;
        string first = graph.Node("Slice", states, graph.Constant(0), graph.Constant(1), graph.Constant(1));
        return graph.Node("Where", graph.Node("Unsqueeze", mask, graph.Constant(-1)), states, first);
    }

    private static string BlockMaxima(LayerBuilder build, string states, ReadOnlySpan<float> wordsCE, int size, int width)
    {
        GraphBuilder graph = build.Graph;
        string logits = graph.Node("MatMul", states, graph.Constant(LayerBuilder.Transposed(wordsCE, size), width, size));
        return graph.Node("ReduceMax", [Attributes.Of("keepdims", 0)], logits, graph.Constant(1));
    }
}
