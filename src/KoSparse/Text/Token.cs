namespace KoSparse.Text;

/// <summary>One token of a text.</summary>
/// <param name="Id">Row of the vocabulary.</param>
/// <param name="Start">First UTF-16 position in the text as given.</param>
/// <param name="Length">Number of UTF-16 units in the text as given; 0 when the token stands for no characters.</param>
public readonly record struct Token(int Id, int Start, int Length);
