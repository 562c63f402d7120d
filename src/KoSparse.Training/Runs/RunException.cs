namespace KoSparse.Training.Runs;

/// <summary>A run cannot be started, stopped or waited for; the message says why and what to do.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class RunException(string message) : Exception(message);
