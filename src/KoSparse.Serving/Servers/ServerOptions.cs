using System.Net;

namespace KoSparse.Serving.Servers;

/// <summary>Where a server listens, and under which names.</summary>
public sealed record ServerOptions
{
    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address.</summary>
    /// <value>The default is the loopback address: programs of this machine alone.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Names, besides this machine's own for itself, that a request may call the server by; <c>*</c> allows all.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Largest body of a request in bytes.</summary>
    /// <value>The default is 2 MB, as of text-embeddings-inference.</value>
    public long MaxBodyBytes { get; init; } = 2_000_000;

    /// <summary>Connections that may be open; one beyond is closed at once. Where the process may open fewer files (<c>ulimit -n</c>) it is those, less what the rest needs.</summary>
    /// <value>The default is 16,384: with 16 KB for one that is idle, 256 MB.</value>
    public int MaxConnections { get; init; } = 16_384;

    /// <summary>How long requests that have begun may take once the server is asked to stop.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
