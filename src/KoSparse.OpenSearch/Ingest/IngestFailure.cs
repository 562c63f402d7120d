namespace KoSparse.OpenSearch.Ingest;

/// <summary>A document that is not in the index.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why, on one line that can be shown.</param>
public readonly record struct IngestFailure(string Id, string Reason);
