namespace KoSparse.Data;

/// <summary>A line of a JSON Lines file is not what it should be, or a file cannot be read as one.</summary>
public sealed class JsonLinesException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">File, line, reason, and what to do next.</param>
    /// <param name="innerException">What the parser said.</param>
    public JsonLinesException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
