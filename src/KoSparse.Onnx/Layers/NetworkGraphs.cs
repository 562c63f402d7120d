using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;
using KoSparse.Onnx.Weights;
using DataType = Onnx.TensorProto.Types.DataType;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, V vocabulary.

/// <summary>The two graphs of a sparse model: what every text needs, and what stands on it where expansion is wanted.</summary>
internal static class NetworkGraphs
{
    /// <summary>Token ids, B × S, padded on the right.</summary>
    public const string Ids = "input_ids";

    /// <summary>True where a token is real, B × S.</summary>
    public const string Mask = "attention_mask";

    /// <summary>Hidden states of the encoder, B × S × D.</summary>
    public const string Hidden = "hidden_states";

    /// <summary>What the hidden state of each token says of its importance, a logit, B × S.</summary>
    public const string Importance = "importance";

    /// <summary>Largest logit of each vocabulary entry over the tokens of each window, as the gate lets it through, B × V.</summary>
    public const string MaxLogits = "max_logits";

    /// <summary>Name of the axis of windows.</summary>
    public const string Rows = "batch";

    /// <summary>Name of the axis of tokens.</summary>
    public const string Places = "sequence";

    /// <summary>Ids and mask in, hidden states and, with a lexical prior, importance out.</summary>
    public static byte[] Body(NetworkWeights weights, SparseModelConfig config, WeightPrecision precision)
    {
        GraphBuilder graph = new("body");
        LayerBuilder build = new(graph, weights, precision);
        string ids = graph.Input(Ids, DataType.Int64, Rows, Places);
        string mask = graph.Input(Mask, DataType.Bool, Rows, Places);
        string hidden = EncoderLayers.Add(build, config.Encoder, ids, mask);
        graph.Output(Hidden, hidden, Rows, Places, Axis(config.Encoder.HiddenSize));
        if (config.LexicalPrior is not null)
        {
            graph.Output(Importance, LexicalLayers.AddImportance(build, config.Encoder, hidden), Rows, Places);
        }

        return graph.ToBytes();
    }

    /// <summary>Hidden states and mask in, largest logits out.</summary>
    public static byte[] Head(NetworkWeights weights, SparseModelConfig config, WeightPrecision precision)
    {
        GraphBuilder graph = new("head");
        LayerBuilder build = new(graph, weights, precision);
        string hidden = graph.Input(Hidden, DataType.Float, Rows, Places, Axis(config.Encoder.HiddenSize));
        string mask = graph.Input(Mask, DataType.Bool, Rows, Places);
        graph.Output(MaxLogits, AddMaxLogits(build, config, hidden, mask), Rows, Axis(config.Encoder.VocabularySize));
        return graph.ToBytes();
    }

    /// <summary>Adds head and gate; gives the largest logits as the gate lets them through, B × V.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The model; it has a head.</param>
    /// <param name="hidden">Hidden states of the encoder, B × S × D.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string AddMaxLogits(LayerBuilder build, SparseModelConfig config, string hidden, string mask)
    {
        string logits = config.ExpansionColumns is null ? HeadLayers.Add(build, config.Encoder, hidden, mask) : ColumnLayers.Add(build, config, hidden, mask);
        return config.ContextGate is null ? logits : build.Graph.Node("Mul", logits, GateLayers.Add(build, config, hidden, mask));
    }

    /// <summary>Tensors without which there is no head, which is made later than the body.</summary>
    public static IEnumerable<string> HeadTensors(SparseModelConfig config) =>
    [
        .. config.ExpansionColumns is null ? ["head.bias", "head.dense.weight"] : ColumnLayers.Tensors,
        .. config.ContextGate is null ? Array.Empty<string>() : ["context_gate.query"],
    ];

    /// <summary>An axis of one length.</summary>
    public static string Axis(int length) => length.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
