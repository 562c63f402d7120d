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
        foreach ((string ours, string theirs) in Of(family))
        {
            if (name.StartsWith(ours, StringComparison.Ordinal))
            {
                return theirs + name[ours.Length..];
            }
        }

        return name;
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
            yield return name[Prefix.Length..];
        }

        if (name == "head.bias" && family != EncoderFamily.ModernBert)
        {
            yield return theirs.Replace(".bias", ".decoder.bias", StringComparison.Ordinal);
        }

        if (theirs.Contains("LayerNorm.", StringComparison.Ordinal))
        {
            yield return theirs.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
                .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);
        }
    }

    /// <summary>Whether a tensor of a sparse model belongs to the encoder, not to what stands on it.</summary>
    /// <param name="name">Our name.</param>
    public static bool IsOfEncoder(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a tensor of a sparse model belongs to the masked language model head.</summary>
    /// <param name="name">Our name.</param>
    public static bool IsOfHead(string name) => name.StartsWith("head.", StringComparison.Ordinal);

    private static (string Ours, string Theirs)[] Of(EncoderFamily family) => family switch
    {
        EncoderFamily.Bert => Bert,
        EncoderFamily.ModernBert => ModernBert,
        _ => Roberta,
    };
}
