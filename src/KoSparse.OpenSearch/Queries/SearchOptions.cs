namespace KoSparse.OpenSearch.Queries;

/// <summary>How a cluster is asked.</summary>
public sealed record SearchOptions
{
    /// <summary>What the question is compared with.</summary>
    public SearchedBy By { get; init; }

    /// <summary>Largest number of hits.</summary>
    /// <value>The default is 10.</value>
    public int Count { get; init; } = 10;

    /// <summary>All of them must hold.</summary>
    public IReadOnlyList<FieldFilter> Filters { get; init; } = [];

    /// <summary>How words and vectors are joined; only for <see cref="SearchedBy.Hybrid"/>.</summary>
    public Joining Joining { get; init; }

    /// <summary>Whether heavy terms are asked for first, and the others only of the documents that these find: faster, and not quite exact.</summary>
    public bool TwoPhase { get; init; }

    /// <summary>Whether hits have passages with the question's words.</summary>
    public bool Highlight { get; init; }

    /// <summary>Whether hits have the terms that make their scores.</summary>
    public bool Explain { get; init; }

    /// <summary>A model of the cluster that encodes the question there; null encodes here.</summary>
    public string? ModelId { get; init; }

    /// <summary>Whether hits have their documents.</summary>
    /// <value>The default is true; a measurement wants ids alone.</value>
    public bool WithDocuments { get; init; } = true;
}
