using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Curriculum;

/// <summary>Epochs with their own constants; what a phase does not set stays as in the recipe.</summary>
public sealed record CurriculumPhase
{
    /// <summary>First epoch, from 1.</summary>
    [Range(1, int.MaxValue)]
    public required int FromEpoch { get; init; }

    /// <summary>Last epoch, included; the last phase goes on to the end of the run.</summary>
    [Range(1, int.MaxValue)]
    public required int ToEpoch { get; init; }

    /// <summary>Temperature of <c>infonce</c>.</summary>
    [Range(1e-3, 1e3)]
    public double? Temperature { get; init; }

    /// <summary>Weight of <c>infonce</c>.</summary>
    [Range(0, 1e6)]
    public double? LambdaInfonce { get; init; }

    /// <summary>Weight of <c>kd</c>.</summary>
    [Range(0, 1e6)]
    public double? LambdaKd { get; init; }

    /// <summary>Multiplies the learning rate.</summary>
    [Range(0.0, 100.0)]
    public double LearningRateScale { get; init; } = 1;

    /// <summary>Share of each <c>pair_type</c> in an epoch; empty draws triplets as they come.</summary>
    public IReadOnlyDictionary<string, double> DataWeights { get; init; } = new Dictionary<string, double>();
}
