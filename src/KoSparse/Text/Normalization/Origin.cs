namespace KoSparse.Text.Normalization;

/// <summary>A stretch of the original text, in UTF-16 positions.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">After the last; where it began when nothing of the original stands for it.</param>
internal readonly record struct Origin(int Start, int End);
