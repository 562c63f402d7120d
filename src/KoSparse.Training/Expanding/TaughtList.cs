namespace KoSparse.Training.Expanding;

/// <summary>A question and texts that a teacher has scored for it.</summary>
/// <param name="Query">The question.</param>
/// <param name="Texts">Places of the texts.</param>
/// <param name="Scores">The teacher's score of each.</param>
internal sealed record TaughtList(string Query, IReadOnlyList<int> Texts, IReadOnlyList<float> Scores);
