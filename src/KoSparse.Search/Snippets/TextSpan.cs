namespace KoSparse.Search.Snippets;

/// <summary>A part of a text.</summary>
/// <param name="Start">First UTF-16 position.</param>
/// <param name="Length">Number of UTF-16 units.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The position after the last.</summary>
    public int End => Start + Length;
}
