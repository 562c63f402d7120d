namespace KoSparse.Training.Loops;

/// <summary>How good a model is on what it did not learn from.</summary>
/// <param name="Score">Higher is better; the model with the highest is kept.</param>
/// <param name="Text">The figures for people.</param>
/// <param name="Figures">The figures for the curves.</param>
internal sealed record Judgement(double Score, string Text, IReadOnlyDictionary<string, double> Figures);
