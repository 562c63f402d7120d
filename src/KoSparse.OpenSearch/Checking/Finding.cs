namespace KoSparse.OpenSearch.Checking;

/// <summary>One thing that was looked at.</summary>
/// <param name="Verdict">How good it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was found, and what to change where something is to be.</param>
public sealed record Finding(Verdict Verdict, string Subject, string Text);
