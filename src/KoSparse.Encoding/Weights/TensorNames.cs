using KoSparse.Encoding.Configuration;

namespace KoSparse.Encoding.Weights;

/// <summary>What a family of checkpoints calls the tensors of a sparse model; ours are those of its modules, such as <c>bert.encoder.layer.0.output.dense.weight</c>.</summary>
public static class TensorNames
{
    private const string Prefix = "bert.";

    private static readonly (string Ours, string Theirs)[] Bert =
    [
        ("head.dense.", "cls.predictions.transform.dense."),
        ("head.LayerNorm.", "cls.predictions.transform.LayerNorm."),
        ("head.bias", "cls.predictions.bias"),
    ];

    private static readonly (string Ours, string Theirs)[] Roberta =
    [
        ("bert.", "roberta."),
        ("head.dense.", "lm_head.dense."),
        ("head.LayerNorm.", "lm_head.layer_norm."),
        ("head.bias", "lm_head.bias"),
    ];

    private static readonly (string Ours, string Theirs)[] DistilBert =
    [
        ("bert.encoder.", "distilbert.transformer."),
        ("bert.", "distilbert."),
        ("head.dense.", "vocab_transform."),
        ("head.LayerNorm.", "vocab_layer_norm."),
        ("head.bias", "vocab_projector.bias"),
    ];

    /// <summary>What DistilBERT calls the parts of a layer; the first that fits, so that those of attention come before those of the whole layer.</summary>
    private static readonly (string Ours, string Theirs)[] DistilBertParts =
    [
        (".attention.self.query.", ".attention.q_lin."),
        (".attention.self.key.", ".attention.k_lin."),
        (".attention.self.value.", ".attention.v_lin."),
        (".attention.output.dense.", ".attention.out_lin."),
        (".attention.output.LayerNorm.", ".sa_layer_norm."),
        (".intermediate.dense.", ".ffn.lin1."),
        (".output.dense.", ".ffn.lin2."),
        (".output.LayerNorm.", ".output_layer_norm."),
    ];

    private static readonly (string Ours, string Theirs)[] Electra =
    [
        ("bert.", "electra."),
        ("head.dense.", "generator_predictions.dense."),
        ("head.LayerNorm.", "generator_predictions.LayerNorm."),
        ("head.bias", "generator_lm_head.bias"),
    ];

    private static readonly (string Ours, string Theirs)[] ModernBert =
    [
        ("bert.", "model."),
        ("head.LayerNorm.", "head.norm."),
        ("head.bias", "decoder.bias"),
    ];

    /// <summary>The name in a checkpoint of the family, such as <c>roberta.encoder.layer.0.output.dense.weight</c>.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="family">The family.</param>
    public static string InCheckpoint(string name, EncoderFamily family)
    {
        ArgumentNullException.ThrowIfNull(name);
        (string ours, string theirs) = Of(family).FirstOrDefault(pair => name.StartsWith(pair.Ours, StringComparison.Ordinal));
        string renamed = ours is null ? name : theirs + name[ours.Length..];
        if (family != EncoderFamily.DistilBert || !IsOfEncoder(name))
        {
            return renamed;
        }

        (string part, string theirPart) = DistilBertParts.FirstOrDefault(pair => renamed.Contains(pair.Ours, StringComparison.Ordinal));
        return part is null ? renamed : renamed.Replace(part, theirPart, StringComparison.Ordinal);
    }

    /// <summary>Where else a tensor may be: in a bare encoder without the family's prefix, under the tied output layer, or by TensorFlow's name.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="family">The family.</param>
    public static IEnumerable<string> Candidates(string name, EncoderFamily family)
    {
        string theirs = InCheckpoint(name, family);
        yield return theirs;
        if (IsOfEncoder(name))
        {
            yield return theirs[(theirs.IndexOf('.', StringComparison.Ordinal) + 1)..];
        }

        if (name == "head.bias" && OutputLayer(family).EndsWith(".decoder.weight", StringComparison.Ordinal))
        {
            yield return theirs.Replace(".bias", ".decoder.bias", StringComparison.Ordinal);
        }

        if (theirs.Contains("LayerNorm.", StringComparison.Ordinal))
        {
            yield return theirs.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
                .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);
        }
    }

    /// <summary>What a family calls the weight of the output layer, which repeats the token embeddings where a checkpoint holds it.</summary>
    /// <param name="family">The family.</param>
    public static string OutputLayer(EncoderFamily family) => family switch
    {
        EncoderFamily.Bert => "cls.predictions.decoder.weight",
        EncoderFamily.DistilBert => "vocab_projector.weight",
        EncoderFamily.Electra => "generator_lm_head.weight",
        EncoderFamily.ModernBert => "decoder.weight",
        _ => "lm_head.decoder.weight",
    };

    /// <summary>Our name of the token embeddings, which the output layer shares.</summary>
    /// <param name="family">The family.</param>
    public static string Words(EncoderFamily family) =>
        family == EncoderFamily.ModernBert ? "bert.embeddings.tok_embeddings.weight" : "bert.embeddings.word_embeddings.weight";

    /// <summary>Whether a tensor of a sparse model belongs to the encoder, not to what stands on it.</summary>
    /// <param name="name">Our name.</param>
    public static bool IsOfEncoder(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a tensor of a sparse model belongs to the masked language model head.</summary>
    /// <param name="name">Our name.</param>
    public static bool IsOfHead(string name) => name.StartsWith("head.", StringComparison.Ordinal);

    private static (string Ours, string Theirs)[] Of(EncoderFamily family) => family switch
    {
        EncoderFamily.Bert => Bert,
        EncoderFamily.DistilBert => DistilBert,
        EncoderFamily.Electra => Electra,
        EncoderFamily.ModernBert => ModernBert,
        _ => Roberta,
    };
}
