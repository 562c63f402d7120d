namespace KoSparse.Evaluation.Language;

/// <summary>A share of the active terms of a set of texts, from 0 to 1.</summary>
/// <param name="Count">By the number of terms.</param>
/// <param name="Weight">By the sum of their weights.</param>
public readonly record struct ShareOfTerms(double Count, double Weight);
