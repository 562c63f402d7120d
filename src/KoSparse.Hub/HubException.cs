using System.Net;

namespace KoSparse.Hub;

/// <summary>The Hub refused, did not answer, or sent something else than it announced; the message never holds the token.</summary>
public sealed class HubException(string message, HttpStatusCode? status = null, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What the Hub answered, if it did.</summary>
    public HttpStatusCode? Status { get; } = status;
}
