namespace KoSparse.Evaluation.Context;

/// <summary>A text whose context says more than its words.</summary>
/// <param name="Text">The text.</param>
/// <param name="Expected">Words that a good encoder adds to it, none of which it holds.</param>
public sealed record ContextText(string Text, IReadOnlyList<string> Expected);
