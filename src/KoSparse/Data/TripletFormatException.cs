namespace KoSparse.Data;

/// <summary>A line of a triplet file is not a triplet.</summary>
public sealed class TripletFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">File, line, reason, and what to do next.</param>
    /// <param name="innerException">What the parser said.</param>
    public TripletFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
