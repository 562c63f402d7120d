namespace KoSparse.Pickles;

/// <summary>A <c>pytorch_model.bin</c> is damaged, holds something other than tensors, or lacks a tensor that was asked for.</summary>
public sealed class PickleException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The file, what is wrong with it, and what to do next.</param>
    /// <param name="innerException">What the file system or the parser said.</param>
    public PickleException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
