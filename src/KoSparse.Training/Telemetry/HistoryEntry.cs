namespace KoSparse.Training.Telemetry;

/// <summary>One line of <c>training_history.json</c>: means over a log interval, or a validation.</summary>
/// <param name="Step">Optimizer step.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Values">Figures by name, such as <c>loss/infonce</c>, <c>learning_rate</c> or <c>validation/ndcg@10</c>.</param>
internal sealed record HistoryEntry(int Step, int Epoch, IReadOnlyDictionary<string, double> Values);
