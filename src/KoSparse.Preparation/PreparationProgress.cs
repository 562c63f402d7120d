namespace KoSparse.Preparation;

/// <summary>How far a preparation is.</summary>
/// <param name="Stage">What is being done, such as <c>train_passages-0.jsonl</c>.</param>
/// <param name="Done">Paragraphs or questions done in this stage.</param>
/// <param name="Total">Paragraphs or questions in this stage; 0 when it is not known.</param>
public readonly record struct PreparationProgress(string Stage, int Done, int Total);
