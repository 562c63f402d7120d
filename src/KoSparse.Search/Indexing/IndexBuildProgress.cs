namespace KoSparse.Search.Indexing;

/// <summary>How far an <see cref="IndexBuild"/> is.</summary>
/// <param name="Indexed">Documents that the index has taken so far, before those that are being encoded.</param>
/// <param name="InChunk">Documents that are being encoded together.</param>
/// <param name="Encoded">How many of these are encoded.</param>
public readonly record struct IndexBuildProgress(int Indexed, int InChunk, int Encoded);
