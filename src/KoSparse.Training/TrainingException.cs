namespace KoSparse.Training;

/// <summary>A run that cannot go on; the message says why and what to change.</summary>
public sealed class TrainingException(string message, Exception? innerException = null) : Exception(message, innerException);
