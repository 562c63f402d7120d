using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, P positions, D width, E width of the embeddings.

/// <summary>Encoders of the BERT, RoBERTa, DistilBERT and ELECTRA families; they differ in embeddings and in the names of tensors alone.</summary>
internal static class BertLayers
{
    /// <summary>Adds the encoder; gives the hidden states, B × S × D.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="ids">Token ids, B × S.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string Add(LayerBuilder build, EncoderConfig config, string ids, string mask)
    {
        string hidden = Embeddings(build, config, ids);
        string bias = build.PaddingBias(mask);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            hidden = Layer(build, config, $"bert.encoder.layer.{layer}", hidden, bias);
        }

        return hidden;
    }

    private static string Embeddings(LayerBuilder build, EncoderConfig config, string ids)
    {
        GraphBuilder graph = build.Graph;
        int width = config.EmbeddingWidth;
        string words = build.Embedded(config, ids);
        string length = graph.Node("Shape", [Attributes.Of("start", 1)], ids);
        string positions = graph.Node("Slice", Positions(build, config), graph.Constant(0), length, graph.Constant(0));
        string embedded = build.Norm(graph.Node("Add", words, positions), "bert.embeddings.LayerNorm", width, config.LayerNormEpsilon);
        return width == config.HiddenSize ? embedded : build.Linear(embedded, "bert.embeddings_project", width, config.HiddenSize);
    }

    /// <summary>Position embeddings from the first position on, P × E, with the token type that all tokens have, if any.</summary>
    private static string Positions(LayerBuilder build, EncoderConfig config)
    {
        int width = config.EmbeddingWidth;
        float[] all = build.Weights.Read("bert.embeddings.position_embeddings.weight", config.MaxPositions, width);
        float[] positionsPE = all[(config.FirstPosition * width)..];
        if (config.TokenTypes > 0)
        {
            float[] types = build.Weights.Read("bert.embeddings.token_type_embeddings.weight", config.TokenTypes, width);
            for (int i = 0; i < positionsPE.Length; i++)
            {
                positionsPE[i] += types[i % width];
            }
        }

        return build.Graph.Constant(positionsPE, config.MaxLength, width);
    }

    private static string Layer(LayerBuilder build, EncoderConfig config, string name, string hidden, string bias)
    {
        (int width, int inner) = (config.HiddenSize, config.IntermediateSize);
        string attended = Residual(build, config, $"{name}.attention.output", Attention(build, config, $"{name}.attention.self", hidden, bias), hidden, width);
        string widened = build.Gelu(build.Linear(attended, $"{name}.intermediate.dense", width, inner));
        return Residual(build, config, $"{name}.output", widened, attended, inner);
    }

    private static string Attention(LayerBuilder build, EncoderConfig config, string name, string hidden, string bias)
    {
        (int width, int heads) = (config.HiddenSize, config.Heads);
        string queries = build.Linear(hidden, $"{name}.query", width, width, scale: LayerBuilder.AttentionScale(width, heads));
        string keys = build.Linear(hidden, $"{name}.key", width, width);
        string values = build.Linear(hidden, $"{name}.value", width, width);
        return build.JoinHeads(build.Attend(
            build.SplitHeads(queries, heads), build.SplitHeads(keys, heads), build.SplitHeads(values, heads), bias));
    }

    /// <summary>Linear layer, sum with the block's input, normalisation: how both halves of a layer end.</summary>
    private static string Residual(LayerBuilder build, EncoderConfig config, string name, string inner, string input, int innerWidth)
    {
        string dense = build.Linear(inner, $"{name}.dense", innerWidth, config.HiddenSize);
        return build.Norm(build.Graph.Node("Add", dense, input), $"{name}.LayerNorm", config.HiddenSize, config.LayerNormEpsilon);
    }
}
