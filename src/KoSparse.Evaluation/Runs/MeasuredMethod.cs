using KoSparse.Data;

namespace KoSparse.Evaluation.Runs;

/// <summary>A way to find documents that is measured beside others.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Searcher">Finds documents.</param>
public sealed record MeasuredMethod(string Name, ISearcher Searcher)
{
    /// <summary>Bytes of the postings or vectors that are searched, without texts.</summary>
    public long IndexBytes { get; init; }

    /// <summary>Its sparse vectors; null of a method without.</summary>
    public SparseVectors? Vectors { get; init; }
}
