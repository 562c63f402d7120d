namespace KoSparse.Training.Runs;

/// <summary>A process trains this run already; the message says which, and how to watch and stop it.</summary>
public sealed class RunBusyException(string message) : Exception(message);
