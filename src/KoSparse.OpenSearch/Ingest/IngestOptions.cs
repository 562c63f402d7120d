namespace KoSparse.OpenSearch.Ingest;

/// <summary>How documents are sent.</summary>
public sealed record IngestOptions
{
    /// <summary>Bytes of one request, unless one document has more.</summary>
    /// <value>The default is 5 MB: services in between take 10.</value>
    public int BulkBytes { get; init; } = 5_000_000;

    /// <summary>Requests that wait for an answer at once.</summary>
    /// <value>The default is 4.</value>
    public int InFlight { get; init; } = 4;

    /// <summary>An ingest pipeline of the cluster, which encodes there; null sends documents as they are.</summary>
    public string? Pipeline { get; init; }

    /// <summary>How documents that a busy cluster refuses one by one are sent again.</summary>
    /// <value>The default is <see cref="ClusterPatience.Lasting"/>.</value>
    public ClusterPatience Patience { get; init; } = ClusterPatience.Lasting;
}
