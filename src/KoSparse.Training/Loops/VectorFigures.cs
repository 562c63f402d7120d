namespace KoSparse.Training.Loops;

/// <summary>What the vectors of a batch are like.</summary>
/// <param name="KoreanRatio">Share of Korean terms among the active ones.</param>
/// <param name="ActiveTerms">Active terms of a document.</param>
internal readonly record struct VectorFigures(double KoreanRatio, double ActiveTerms);
