using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using KoSparse.Fuzz.Running;
using KoSparse.Hub;
using KoSparse.Hub.Fetching;

namespace KoSparse.Fuzz.Formats;

/// <summary>What the Hub answers, from a server on this machine: the list of a repository's files, then the files.</summary>
internal static class HubFormats
{
    private const string Listing = "listing.json";
    private const string Config = "config.json";
    private const string Weights = "model.safetensors";

    private static readonly Lazy<(Uri Address, Action<string> Serve)> Server = new(Start);

    /// <summary>The formats.</summary>
    public static IEnumerable<FuzzedFormat> All()
    {
        (byte[] config, byte[] weights) = (Examples.Utf8("{}"), Examples.Utf8("weights"));
        yield return new(
            "hub",
            new Dictionary<string, byte[]>
            {
                [Listing] = Examples.Utf8($$"""
                    {"sha":"{{new string('a', 40)}}","siblings":[
                      {"rfilename":"config.json","size":{{config.Length}},"blobId":"{{BlobId(config)}}"},
                      {"rfilename":"model.safetensors","size":{{weights.Length}},"blobId":"x","lfs":{"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(weights))}}","size":{{weights.Length}} } }] }
                    """),
                [Config] = config,
                [Weights] = weights,
            },
            Fetch);
    }

    private static void Fetch(string folder)
    {
        Server.Value.Serve(folder);
        string target = Path.Combine(folder, "fetched");
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        using HubHttp http = new(new HubEndpoint(Server.Value.Address, null), (_, _) => Task.CompletedTask);
        ModelFetch.RunAsync(http, "someone/model", "main", target).GetAwaiter().GetResult();
    }

    private static string BlobId(byte[] content)
    {
#pragma warning disable CA5350 // Git's choice of hash, not ours.
        return Convert.ToHexStringLower(SHA1.HashData([.. Examples.Utf8($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350
    }

    /// <summary>A server that answers out of a folder; it lives as long as the program.</summary>
    private static (Uri Address, Action<string> Serve) Start()
    {
        string served = "";
        (HttpListener listener, Uri address) = Listen();
        Thread thread = new(() =>
        {
            while (true)
            {
                HttpListenerContext context = listener.GetContext();
                string path = context.Request.Url!.AbsolutePath;
                string file = Path.Combine(served, path.Contains("/api/", StringComparison.Ordinal) ? Listing : Path.GetFileName(path));
                try
                {
                    if (File.Exists(file))
                    {
                        context.Response.Close(File.ReadAllBytes(file), willBlock: true);
                    }
                    else
                    {
                        context.Response.StatusCode = (int)HttpStatusCode.NotFound;
                        context.Response.Close();
                    }
                }
                catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or IOException)
                {
                    context.Response.Abort(); // the client had heard enough
                }
            }
        })
        { IsBackground = true };
        thread.Start();
        return (address, folder => served = folder);
    }

    private static (HttpListener Listener, Uri Address) Listen()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        Uri address = new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        free.Stop();
        HttpListener listener = new() { Prefixes = { address.AbsoluteUri } };
        listener.Start();
        return (listener, address);
    }
}
