namespace KoSparse.OpenSearch.Queries;

/// <summary>How a cluster joins two rankings.</summary>
public enum Joining
{
    /// <summary>By scores, each ranking's stretched from 0 to 1; from 2.10 on.</summary>
    Scores,

    /// <summary>By reciprocal ranks; from 2.19 on.</summary>
    Ranks,
}
