using System.Text.Json.Serialization;
using KoSparse.Modeling.Encoders;

namespace KoSparse.Modeling;

/// <summary>Everything that decides which tensors a sparse model has and what it computes.</summary>
public sealed record SparseModelConfig : SparseModelSettings
{
    /// <summary>Defaults.</summary>
    [JsonConstructor]
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
}
