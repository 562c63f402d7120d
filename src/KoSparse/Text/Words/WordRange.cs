namespace KoSparse.Text.Words;

/// <summary>A word's place in a normalised text.</summary>
/// <param name="Start">The first position.</param>
/// <param name="End">After the last.</param>
internal readonly record struct WordRange(int Start, int End);
