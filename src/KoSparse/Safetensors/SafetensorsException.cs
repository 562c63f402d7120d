namespace KoSparse.Safetensors;

/// <summary>A safetensors file is damaged, hostile, or lacks a tensor that was asked for.</summary>
public sealed class SafetensorsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The file, what is wrong with it, and what to do next.</param>
    /// <param name="innerException">What the file system or the parser said.</param>
    public SafetensorsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
