namespace KoSparse.Cli.Running;

/// <summary>A run cannot be started, stopped or waited for; the message says why and what to do.</summary>
internal sealed class RunException(string message) : Exception(message);
