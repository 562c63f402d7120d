using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Teachers;

/// <summary>What the student learns from a teacher.</summary>
public sealed record DistillationOptions
{
    /// <summary>
    /// Folder or Hugging Face name of a dense encoder, or folder of a sparse model or its run; none takes <c>teacher_scores</c> of
    /// the triplets.
    /// </summary>
    public string? TeacherModel { get; init; }

    /// <summary>Weight of <c>kd</c>; a curriculum phase may set its own.</summary>
    [Range(0, 1e6)]
    public double LambdaKd { get; init; } = 2;

    /// <summary>Temperature of <c>kd</c>.</summary>
    [Range(0.01, 100)]
    public double KdTemperature { get; init; } = 3;

    /// <summary>Weight of <c>margin_mse</c>, which learns the distances of the teacher's scores; for dot products.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 1e6)]
    public double LambdaMarginMse { get; init; }

    /// <summary>Epochs over which the weights of these terms rise from 0.</summary>
    [Range(0.0, 100_000.0)]
    public double WarmupEpochs { get; init; }

    /// <summary>Last epochs of the run over which they fall to 0.</summary>
    [Range(0.0, 100_000.0)]
    public double AnnealingEpochs { get; init; }

    /// <summary>Whether <c>context_kd</c> compares the documents of a batch; it needs a teacher model.</summary>
    public bool UseContextAwareKd { get; init; }

    /// <summary>Weight of <c>context_kd</c>.</summary>
    [Range(0, 1e6)]
    public double ContextKdWeight { get; init; } = 1;

    /// <summary>Temperature of <c>context_kd</c>.</summary>
    [Range(0.001, 100)]
    public double ContextKdTemperature { get; init; } = 0.1;

    /// <summary>Longest text that the teacher reads, in its own tokens.</summary>
    [Range(4, 8192)]
    public int TeacherMaxLength { get; init; } = 256;
}
