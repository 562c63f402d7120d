namespace KoSparse.Text.Pieces;

/// <summary>One piece of a word.</summary>
/// <param name="Id">Row of the vocabulary.</param>
/// <param name="Start">First position in the word.</param>
/// <param name="Length">Number of UTF-16 units, at least 1.</param>
internal readonly record struct Piece(int Id, int Start, int Length);
