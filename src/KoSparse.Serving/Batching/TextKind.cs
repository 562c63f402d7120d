namespace KoSparse.Serving.Batching;

/// <summary>What a text is, which models encode differently.</summary>
public enum TextKind
{
    /// <summary>What is found.</summary>
    Document,

    /// <summary>What is asked.</summary>
    Query,
}
