namespace KoSparse.Training.Loops;

/// <summary>Who says which model of a run is the best.</summary>
/// <param name="EverySteps">Steps between two judgements, besides those at the end of epochs; 0 for these alone.</param>
/// <param name="Ask">Judges the model as it is.</param>
internal sealed record Judge(int EverySteps, Func<Judgement> Ask);
