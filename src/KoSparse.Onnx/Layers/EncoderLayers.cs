using KoSparse.Encoding.Configuration;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width.

/// <summary>A transformer of any family.</summary>
internal static class EncoderLayers
{
    /// <summary>Adds the encoder that a config describes; gives the hidden states, B × S × D.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="ids">Token ids, B × S.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    public static string Add(LayerBuilder build, EncoderConfig config, string ids, string mask) =>
        config.Family == EncoderFamily.ModernBert ? ModernBertLayers.Add(build, config, ids, mask) : BertLayers.Add(build, config, ids, mask);
}
