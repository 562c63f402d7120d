namespace KoSparse.Training.Runs;

/// <summary>Where a run stands, told after every step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps of the run.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Loss">Weighted sum of the loss terms of the step.</param>
/// <param name="TokensPerSecond">Real tokens trained per second, over the last steps.</param>
/// <param name="Remaining">Estimated time left.</param>
/// <param name="KoreanRatio">Share of Korean terms among the active ones, last log interval; null before the first.</param>
/// <param name="ActiveTerms">Active terms per document, last log interval; null before the first.</param>
public readonly record struct TrainingProgress(
    int Step,
    int TotalSteps,
    int Epoch,
    double Loss,
    double TokensPerSecond,
    TimeSpan Remaining,
    double? KoreanRatio,
    double? ActiveTerms);
