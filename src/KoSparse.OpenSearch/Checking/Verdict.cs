namespace KoSparse.OpenSearch.Checking;

/// <summary>How good what was found is.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Something can be done better, or something is not possible here.</summary>
    Note,

    /// <summary>The cluster does not work as it is.</summary>
    Fault,
}
