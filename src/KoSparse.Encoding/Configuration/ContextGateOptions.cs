using System.ComponentModel.DataAnnotations;

namespace KoSparse.Encoding.Configuration;

/// <summary>Sizes of the context gate of recipe V28.</summary>
public sealed record ContextGateOptions
{
    /// <summary>Width between the pooled context and the vocabulary.</summary>
    /// <value>The default is 256. Raise it to 512 when the gate changes too little.</value>
    [Range(8, 4096)]
    public int Hidden { get; init; } = 256;

    /// <summary>Attention heads of the pooling; divides the encoder's width.</summary>
    /// <value>The default is 4.</value>
    [Range(1, 64)]
    public int Heads { get; init; } = 4;

    /// <summary>Share of hidden values dropped in training.</summary>
    /// <value>The default is 0.1.</value>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Bias of the sigmoid at the start: positive, so that an untrained gate is nearly open.</summary>
    /// <value>The default is 3, a gate of 0.95.</value>
    [Range(0.0, 10.0)]
    public double InitialBias { get; init; } = 3;
}
