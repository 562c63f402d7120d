using System.Net;

namespace KoSparse.OpenSearch;

/// <summary>The cluster refused, did not answer, or is not what was asked for; the message never holds a secret.</summary>
public sealed class OpenSearchException(string message, HttpStatusCode? status = null, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What the cluster answered, if it did.</summary>
    public HttpStatusCode? Status { get; } = status;
}
