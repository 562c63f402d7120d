namespace KoSparse.Configuration;

/// <summary>A config file that cannot be used; the message lists every fault with its line.</summary>
public sealed class ConfigException(string message, Exception? innerException = null) : Exception(message, innerException);
