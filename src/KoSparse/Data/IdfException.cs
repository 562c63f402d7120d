namespace KoSparse.Data;

/// <summary>IDF weights are missing, damaged, or stale: made with another tokenizer or another corpus.</summary>
public sealed class IdfException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The file, what is wrong with it, and the command that makes it anew.</param>
    /// <param name="innerException">What the file system or the parser said.</param>
    public IdfException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
