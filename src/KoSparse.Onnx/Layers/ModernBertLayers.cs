using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, I intermediate width, H heads, K width of a head.

/// <summary>ModernBERT: rotary positions, global and local attention in turn, gated feed-forward, no biases (Warner et al., 2024, arXiv:2412.13663).</summary>
internal static class ModernBertLayers
{
    /// <inheritdoc cref="BertLayers.Add"/>
    public static string Add(LayerBuilder build, EncoderConfig config, string ids, string mask)
    {
        GraphBuilder graph = build.Graph;
        string length = graph.Node("Shape", [Attributes.Of("start", 1)], ids);
        string everywhere = graph.Node("Unsqueeze", mask, graph.Constant(1, 2));
        string nearby = LocalMask(graph, length, everywhere, config.Attention.Window / 2);
        (string globalBias, string localBias) = (build.Bias(everywhere), build.Bias(nearby));
        RotaryPositions global = RotaryPositions.Of(build, config, config.Attention.GlobalTheta, length);
        RotaryPositions local = RotaryPositions.Of(build, config, config.Attention.LocalTheta, length);
        string hidden = Norm(build, config, "bert.embeddings.norm", build.Embedded(config, ids));
        for (int layer = 0; layer < config.Layers; layer++)
        {
            bool isGlobal = config.Attention.IsGlobal(layer);
            string name = $"bert.layers.{layer}";
            string input = layer == 0 ? hidden : Norm(build, config, $"{name}.attn_norm", hidden); // the first one starts from embeddings that are normalised already
            string attended = graph.Node(
                "Add", hidden, Attention(build, config, $"{name}.attn", input, isGlobal ? globalBias : localBias, isGlobal ? global : local));
            hidden = graph.Node("Add", attended, Gated(build, config, $"{name}.mlp", Norm(build, config, $"{name}.mlp_norm", attended)));
        }

        return Norm(build, config, "bert.final_norm", hidden);
    }

    /// <summary>Real tokens within half a window. Each token sees itself, too: at padding a softmax over nothing would spread.</summary>
    private static string LocalMask(GraphBuilder graph, string length, string real, int reach)
    {
        string count = graph.Node("Squeeze", length, graph.Constant(0));
        string places = graph.Node("Range", graph.Whole(0), count, graph.Whole(1));
        string distance = graph.Node("Abs", graph.Node("Sub", graph.Node("Unsqueeze", places, graph.Constant(1)), places));
        string near = graph.Node("And", real, graph.Node("LessOrEqual", distance, graph.Whole(reach)));
        return graph.Node("Or", near, graph.Node("Equal", distance, graph.Whole(0)));
    }

    private static string Attention(LayerBuilder build, EncoderConfig config, string name, string hidden, string bias, RotaryPositions positions)
    {
        (int width, int heads) = (config.HiddenSize, config.Heads);
        GraphBuilder graph = build.Graph;
        string joint = build.Linear(hidden, $"{name}.Wqkv", width, 3 * width, hasBias: false);
        string[] parts = [.. Enumerable.Range(0, 3).Select(part => build.SplitHeads(Part(graph, joint, part * width, width), heads))];
        string queries = graph.Node("Mul", positions.Turn(parts[0]), graph.Scalar(LayerBuilder.AttentionScale(width, heads)));
        string mixed = build.JoinHeads(build.Attend(queries, positions.Turn(parts[1]), parts[2], bias));
        return build.Linear(mixed, $"{name}.Wo", width, width, hasBias: false);
    }

    /// <summary>GeGLU: one half of a widened state, through GELU, scales the other (Shazeer, 2020, arXiv:2002.05202).</summary>
    private static string Gated(LayerBuilder build, EncoderConfig config, string name, string hidden)
    {
        int inner = config.IntermediateSize;
        string widened = build.Linear(hidden, $"{name}.Wi", config.HiddenSize, 2 * inner, hasBias: false);
        string scaled = build.Graph.Node("Mul", build.Gelu(Part(build.Graph, widened, 0, inner)), Part(build.Graph, widened, inner, inner));
        return build.Linear(scaled, $"{name}.Wo", inner, config.HiddenSize, hasBias: false);
    }

    private static string Norm(LayerBuilder build, EncoderConfig config, string name, string x) =>
        build.Norm(x, name, config.HiddenSize, config.LayerNormEpsilon, hasBias: false);

    /// <summary>A stretch of the last axis.</summary>
    private static string Part(GraphBuilder graph, string x, int start, int count) =>
        graph.Node("Slice", x, graph.Constant(start), graph.Constant(start + count), graph.Constant(-1));
}
