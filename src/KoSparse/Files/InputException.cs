namespace KoSparse.Files;

/// <summary>A file or an answer is not taken in: it is empty, cut off, damaged, only a pointer, or larger than what is held in memory at once.</summary>
/// <param name="message">What is wrong where, and what to do.</param>
/// <param name="innerException">What the reader said.</param>
public sealed class InputException(string message, Exception? innerException = null) : IOException(message, innerException);
