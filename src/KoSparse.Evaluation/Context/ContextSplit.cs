namespace KoSparse.Evaluation.Context;

/// <summary>What a context pair may be used for.</summary>
public enum ContextSplit
{
    /// <summary>For measuring only.</summary>
    Measure,

    /// <summary>For training.</summary>
    Train,
}
