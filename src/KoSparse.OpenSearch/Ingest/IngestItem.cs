namespace KoSparse.OpenSearch.Ingest;

/// <summary>A document on its way to a cluster.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Lines">Its action and itself, as <c>_bulk</c> takes them; empty where it has a fault.</param>
/// <param name="Fault">Why it is not sent; null where it is.</param>
public sealed record IngestItem(string Id, ReadOnlyMemory<byte> Lines, string? Fault = null);
