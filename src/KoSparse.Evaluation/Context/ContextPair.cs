namespace KoSparse.Evaluation.Context;

/// <summary>Two texts that share a keyword and differ in context, such as 점심 메뉴 at work and at school.</summary>
/// <param name="Keyword">Words that both texts hold.</param>
/// <param name="A">One text.</param>
/// <param name="B">The other text.</param>
/// <param name="Topic">Subject, in English; each is in both splits about equally.</param>
/// <param name="Split">What the pair may be used for.</param>
public sealed record ContextPair(string Keyword, ContextText A, ContextText B, string Topic, ContextSplit Split);
