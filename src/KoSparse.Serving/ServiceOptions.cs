using KoSparse.Serving.Access;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving;

/// <summary>How much a service takes on, and from whom.</summary>
public sealed record ServiceOptions
{
    /// <summary>How much one request may ask for.</summary>
    public RequestLimits Limits { get; init; } = new();

    /// <summary>Texts that may wait to be encoded, all requests together.</summary>
    /// <value>The default is 512.</value>
    public int MostWaiting { get; init; } = 512;

    /// <summary>Requests that may be under way.</summary>
    /// <value>The default is 128: with bodies of 2 MB at most, 256 MB.</value>
    public int MostRequests { get; init; } = 128;

    /// <summary>Who may ask; null lets everybody.</summary>
    public ApiKeys? Keys { get; init; }

    /// <summary>Pages of other origins that may ask, such as <c>https://example.org</c>; none by default.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Further addresses, such as those of a page of one's own; those of <see cref="Links"/> among them.</summary>
    public Action<IEndpointRouteBuilder>? Routes { get; init; }

    /// <summary>Pages that the service's own page links to: what each is called, and its address.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();

    /// <summary>Told of faults that nobody expected.</summary>
    public Action<Exception> Log { get; init; } = static exception => Console.Error.WriteLine(exception);
}
