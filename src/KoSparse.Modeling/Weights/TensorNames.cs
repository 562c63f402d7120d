using KoSparse.Modeling.Encoders;

namespace KoSparse.Modeling.Weights;

/// <summary>What a family of checkpoints calls the tensors of <see cref="SparseModel"/>.</summary>
internal static class TensorNames
{
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

    /// <summary>The name in a checkpoint of the family, such as <c>roberta.encoder.layer.0.output.dense.weight</c>.</summary>
    public static string InCheckpoint(string name, EncoderFamily family)
    {
        foreach ((string ours, string theirs) in family == EncoderFamily.Bert ? Bert : Roberta)
        {
            if (name.StartsWith(ours, StringComparison.Ordinal))
            {
                return theirs + name[ours.Length..];
            }
        }

        return name;
    }

    /// <summary>The same name in a checkpoint that holds the bare encoder: without the family's prefix.</summary>
    public static string InBareEncoder(string name) =>
        name.StartsWith("bert.", StringComparison.Ordinal) ? name["bert.".Length..] : name;
}
