namespace KoSparse.Text;

/// <summary>A tokenizer's files are missing, unreadable or of a kind that KoSparse does not speak.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The file, what is wrong with it, and what to do next.</param>
    /// <param name="innerException">What the file system or the parser said.</param>
    public TokenizerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
