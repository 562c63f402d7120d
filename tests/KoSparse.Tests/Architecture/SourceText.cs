namespace KoSparse.Tests.Architecture;

/// <summary>One source file.</summary>
/// <param name="Path">Relative to the repository, with <c>/</c>, such as <c>src/KoSparse/Text/Token.cs</c>.</param>
/// <param name="Text">Its content.</param>
internal sealed record SourceText(string Path, string Text);
