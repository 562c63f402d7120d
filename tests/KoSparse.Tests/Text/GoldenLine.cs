namespace KoSparse.Tests.Text;

/// <summary>One line of a golden file of tokens.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Text">What was tokenized.</param>
/// <param name="Ids">Special tokens at both ends included.</param>
/// <param name="Places">Begin and end in code points of every token but those at the ends.</param>
internal sealed record GoldenLine(int Number, string Text, int[] Ids, (int Begin, int End)[] Places)
{
    /// <summary>Whether the places leave out blanks, and pieces that are blanks alone.</summary>
    public bool WithoutBlanks { get; init; }
}
