namespace KoSparse.Search.Sparse;

/// <summary>An index on disk is missing, damaged or of another version; the message says what to do.</summary>
public sealed class IndexFormatException : Exception
{
    /// <summary>Reports a fault.</summary>
    public IndexFormatException(string message) : base(message)
    {
    }

    /// <summary>Reports a fault with its cause.</summary>
    public IndexFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
