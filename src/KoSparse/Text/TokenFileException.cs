namespace KoSparse.Text;

/// <summary>A file of token ids is missing, damaged, or belongs to another tokenizer.</summary>
public sealed class TokenFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The file, what is wrong with it, and the command that makes it anew.</param>
    /// <param name="innerException">What the file system or the parser said.</param>
    public TokenFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
