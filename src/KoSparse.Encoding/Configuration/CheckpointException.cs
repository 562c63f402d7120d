namespace KoSparse.Encoding.Configuration;

/// <summary>Weights that do not fit the model, or a checkpoint that is damaged; the message says which file and what to do.</summary>
public sealed class CheckpointException(string message, Exception? innerException = null) : Exception(message, innerException);
