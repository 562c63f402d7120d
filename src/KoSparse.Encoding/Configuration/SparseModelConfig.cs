namespace KoSparse.Encoding.Configuration;

/// <summary>The architecture of a sparse model: everything that decides which tensors it has and what these compute.</summary>
public sealed record SparseModelConfig : SparseModelSettings
{
    /// <summary>Defaults.</summary>
    public SparseModelConfig()
    {
    }

    /// <summary>The settings of a training.</summary>
    public SparseModelConfig(SparseModelSettings settings)
        : base(settings)
    {
    }

    /// <summary>The encoder below the head.</summary>
    public required EncoderConfig Encoder { get; init; }

    /// <summary>Entries of the vocabulary that the head has columns of its own for; null where it is a masked language model's, tied to all token embeddings.</summary>
    public int? ExpansionColumns { get; init; }

    /// <summary>What the head computes: <see cref="SparseModelSettings.Activation"/>, or its default.</summary>
    public Activation HeadActivation => Activation ?? Configuration.Activation.Relu;
}
