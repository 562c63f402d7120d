namespace KoSparse.Training.Telemetry;

/// <summary>An event file is damaged; the message says where.</summary>
public sealed class EventFileException(string message) : Exception(message);
