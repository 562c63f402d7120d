using Microsoft.AspNetCore.Http;

namespace KoSparse.Serving.Faults;

/// <summary>What is wrong with a request, or with the service, as its asker is told. The kinds are those of text-embeddings-inference.</summary>
/// <param name="status">Status of the answer.</param>
/// <param name="kind">One word for programs.</param>
/// <param name="message">A sentence for people.</param>
/// <param name="cause">What the log says of it; null where the asker is told everything.</param>
public sealed class ServiceException(int status, string kind, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>One word for programs.</summary>
    public string Kind { get; } = kind;

    /// <summary>When it is worth asking again; null where it is not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The request has no text.</summary>
    public static ServiceException Empty(string message) => new(StatusCodes.Status400BadRequest, "Empty", message);

    /// <summary>The request is not of the form that it should have.</summary>
    public static ServiceException Malformed(string message) => new(StatusCodes.Status400BadRequest, "Validation", message);

    /// <summary>The request is larger than allowed.</summary>
    public static ServiceException TooLarge(string message) => new(StatusCodes.Status413PayloadTooLarge, "Validation", message);

    /// <summary>The tokenizer has nothing of what is asked for.</summary>
    public static ServiceException Tokenizer(string message) => new(StatusCodes.Status422UnprocessableEntity, "Tokenizer", message);

    /// <summary>The model fails.</summary>
    public static ServiceException Backend(Exception cause) =>
        new(StatusCodes.Status424FailedDependency, "Backend", "The model could not encode the texts. The service's log says more.", cause);

    /// <summary>There is more to do than the service takes on.</summary>
    /// <param name="retryAfter">When it may have done some of it.</param>
    public static ServiceException Overloaded(TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "Overloaded", "The service has as much to do as it takes on. Ask again after the time in Retry-After.") { RetryAfter = retryAfter };
}
