using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, C columns, V vocabulary.

/// <summary>A head with columns of its own for some entries of the vocabulary, which reads the mean of a window's hidden states.</summary>
internal static class ColumnLayers
{
    /// <summary>Names of its tensors.</summary>
    public static readonly IReadOnlyList<string> Tensors =
        ["expansion.columns", "expansion.mean", "expansion.deviation", "expansion.decoder.weight", "expansion.decoder.bias"];

    /// <summary>Below zero, it weighs nothing: the logit of an entry without a column.</summary>
    private const float Silence = -1;

    /// <summary>Adds the head; gives the logits of each window, B × V.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The model.</param>
    /// <param name="hidden">Hidden states of the encoder, B × S × D.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string Add(LayerBuilder build, SparseModelConfig config, string hidden, string mask)
    {
        GraphBuilder graph = build.Graph;
        (int width, int columns) = (config.Encoder.HiddenSize, config.ExpansionColumns!.Value);
        string centred = graph.Node("Sub", Mean(graph, hidden, mask), graph.Constant(build.Weights.Read("expansion.mean", width), width));
        string standard = graph.Node("Div", centred, graph.Constant(build.Weights.Read("expansion.deviation", width), width));
        return Spread(build, config, build.Linear(standard, "expansion.decoder", width, columns));
    }

    /// <summary>The mean of the real tokens' states, B × D.</summary>
    private static string Mean(GraphBuilder graph, string hidden, string mask)
    {
        string realB1S = graph.Node("Unsqueeze", graph.Floats(mask), graph.Constant(1));
        string sumBD = graph.Node("Squeeze", graph.Node("MatMul", realB1S, hidden), graph.Constant(1));
        return graph.Node("Div", sumBD, graph.Node("ReduceSum", [Attributes.Of("keepdims", 0)], realB1S, graph.Constant(2)));
    }

    /// <summary>From columns to entries of the vocabulary, those without a column silent; B × V.</summary>
    private static string Spread(LayerBuilder build, SparseModelConfig config, string logitsBC)
    {
        GraphBuilder graph = build.Graph;
        long[] ids = build.Weights.ReadWhole("expansion.columns", config.ExpansionColumns!.Value);
        long[] columnOfV = new long[config.Encoder.VocabularySize];
        Array.Fill(columnOfV, ids.Length);
        foreach ((int column, long id) in ids.Index())
        {
            columnOfV[id] = column;
        }

        string withSilent = graph.Node("Pad", [Attributes.Of("mode", "constant")], logitsBC, graph.Constant(0, 0, 0, 1), graph.Scalar(Silence));
        return graph.Node("Gather", [Attributes.Of("axis", 1)], withSilent, graph.Constant(columnOfV));
    }
}
