using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Hub;

namespace KoSparse.Tests.Hub;

/// <summary>A Hub on this machine with one repository: the calls that fetching and uploading make, and faults on demand.</summary>
/// <remarks>
/// Large files are served from, and sent to, another address, as the real Hub does: the token must not go there.
/// Written from the Hub's and Git LFS's documented protocols, not from the client.
/// </remarks>
internal sealed class FakeHub : IDisposable
{
    public const string Repository = "team/model";
    public const string OldName = "model-old-name";
    public const string Token = "hf_VerySecretToken";
    public const int LargeFrom = 1000;
    public const int PartsFrom = 5000;
    public const int PartSize = 2000;

    private static readonly string Commit = new('c', 40);

    private readonly HttpListener _listener = new();
    private readonly Uri _storage;
    private readonly List<(string Path, Fault Fault)> _faults = [];
    private readonly SortedDictionary<string, byte[]> _parts = new(StringComparer.Ordinal);

    public FakeHub()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _storage = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Prefixes.Add(_storage.AbsoluteUri);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>What the repository holds, by path.</summary>
    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Large files that were sent, by SHA-256.</summary>
    public Dictionary<string, byte[]> Stored { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests as <c>METHOD path range</c>, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Requests to the storage that carried a token: there must be none.</summary>
    public List<string> Leaks { get; } = [];

    /// <summary>First lines of the commits.</summary>
    public List<string> Commits { get; } = [];

    /// <summary>Whether the repository is there.</summary>
    public bool Exists { get; set; } = true;

    /// <summary>Whether it was made private.</summary>
    public bool IsPrivate { get; private set; }

    public HubEndpoint Endpoint(bool withToken = true) => new(Address, withToken ? new HubToken(Token) : null);

    /// <summary>Spoils the next answer to a path that holds a text.</summary>
    public void Fail(string path, Fault fault, int times = 1) => _faults.AddRange(Enumerable.Repeat((path, fault), times));

    public static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The client went, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        string path = request.Url!.AbsolutePath.TrimStart('/');
        Requests.Add($"{request.HttpMethod} {path} {request.Headers["Range"]}".TrimEnd());
        if (request.Url.Port == _storage.Port && request.Headers["Authorization"] is not null)
        {
            Leaks.Add(path);
        }

        using MemoryStream body = new();
        await request.InputStream.CopyToAsync(body);
        int index = _faults.FindIndex(f => path.Contains(f.Path, StringComparison.Ordinal));
        Fault fault = index < 0 ? new Fault() : _faults[index].Fault;
        if (index >= 0)
        {
            _faults.RemoveAt(index);
        }

        if (fault.RetryAfter is { } pause)
        {
            context.Response.Headers["Retry-After"] = pause;
        }

        byte[] answer = fault.Status != 0 ? Say(context, fault.Status, fault.Echo ? $"\e[2J\u202Ebroken: {request.Headers["Authorization"]}, hf_AnotherSecretOfTheirs {new string('x', 1_000)}" : "it is broken") : Route(context, path, body.ToArray(), fault);
        await SendAsync(context.Response, answer, fault);
    }

    private static async Task SendAsync(HttpListenerResponse response, byte[] answer, Fault fault)
    {
        if (fault.Corrupt)
        {
            answer = [.. answer];
            answer[0] ^= 1;
        }

        response.ContentLength64 = answer.Length;
        if (fault.CutAfter >= 0)
        {
            await response.OutputStream.WriteAsync(answer.AsMemory(0, Math.Min(fault.CutAfter, answer.Length)));
            await response.OutputStream.FlushAsync();
            response.Abort();
            return;
        }

        await response.OutputStream.WriteAsync(answer);
        response.Close();
    }

    private byte[] Route(HttpListenerContext context, string path, byte[] body, Fault fault)
    {
        bool isWrite = context.Request.HttpMethod == "POST";
        if (isWrite && context.Request.Headers["Authorization"] != $"Bearer {Token}")
        {
            return Say(context, 401, "Invalid username or password.");
        }

        if (!Exists && path != "api/repos/create")
        {
            return Say(context, 404, "Repository not found");
        }

        return path switch
        {
            $"api/models/{OldName}/revision/main" => Redirect(context, $"/api/models/{Repository}/revision/main{context.Request.Url!.Query}"),
            $"api/models/{Repository}/revision/main" => List(),
            "api/repos/create" => Create(context, body),
            $"api/models/{Repository}/preupload/main" => Preupload(body),
            $"{Repository}.git/info/lfs/objects/batch" => Batch(context, body),
            $"{Repository}.git/info/lfs/verify" => Verify(context, body),
            "join" => Join(body),
            $"api/models/{Repository}/commit/main" => MakeCommit(context, body),
            _ when path.Contains("/resolve/", StringComparison.Ordinal) => Resolve(context, path[(path.IndexOf(Commit, StringComparison.Ordinal) + 41)..], fault),
            _ when path.StartsWith("objects/", StringComparison.Ordinal) => Object(context, path["objects/".Length..], body, fault),
            _ when path.StartsWith("parts/", StringComparison.Ordinal) => Part(context, path["parts/".Length..], body),
            _ => Say(context, 404, "Entry not found"),
        };
    }

    private static byte[] Say(HttpListenerContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return Json(new JsonObject { ["error"] = error });
    }

    private static byte[] Redirect(HttpListenerContext context, string location)
    {
        context.Response.StatusCode = 307;
        context.Response.Headers["Location"] = location;
        return [];
    }

    private byte[] List() => Json(new JsonObject
    {
        ["sha"] = Commit,
        ["siblings"] = new JsonArray([.. Files.Select(f => f.Value.Length >= LargeFrom
            ? new JsonObject { ["rfilename"] = f.Key, ["size"] = f.Value.Length, ["blobId"] = BlobId([]), ["lfs"] = new JsonObject { ["sha256"] = Hash(f.Value), ["size"] = f.Value.Length } }
            : new JsonObject { ["rfilename"] = f.Key, ["size"] = f.Value.Length, ["blobId"] = BlobId(f.Value) })]),
    });

    private byte[] Resolve(HttpListenerContext context, string name, Fault fault)
    {
        if (!Files.TryGetValue(name, out byte[]? content))
        {
            return Say(context, 404, "Entry not found");
        }

        if (content.Length < LargeFrom)
        {
            return Slice(context, content, fault);
        }

        Stored[Hash(content)] = content;
        return Redirect(context, $"{_storage}objects/{Hash(content)}?signature=SecretSignature");
    }

    private byte[] Object(HttpListenerContext context, string hash, byte[] body, Fault fault)
    {
        if (context.Request.HttpMethod == "PUT")
        {
            Stored[hash] = body;
            return [];
        }

        return Slice(context, Stored[hash], fault);
    }

    private static byte[] Slice(HttpListenerContext context, byte[] content, Fault fault)
    {
        if (context.Request.Headers["Range"] is not { } range || fault.IgnoreRange)
        {
            return content;
        }

        int from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        if (from >= content.Length)
        {
            return Say(context, 416, "Range Not Satisfiable");
        }

        context.Response.StatusCode = 206;
        context.Response.Headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
        return content[from..];
    }

    private byte[] Create(HttpListenerContext context, byte[] body)
    {
        JsonNode json = JsonNode.Parse(body)!;
        if (Exists)
        {
            return Say(context, 409, "You already created this model repo");
        }

        Exists = $"{json["organization"]}/{json["name"]}" == Repository;
        IsPrivate = json["private"]!.GetValue<bool>();
        return Json(new JsonObject { ["url"] = $"{Address}{Repository}" });
    }

    private static byte[] Preupload(byte[] body) => Json(new JsonObject
    {
        ["files"] = new JsonArray([.. JsonNode.Parse(body)!["files"]!.AsArray().Select(f => new JsonObject
        {
            ["path"] = f!["path"]!.GetValue<string>(),
            ["uploadMode"] = f["size"]!.GetValue<int>() >= LargeFrom ? "lfs" : "regular",
            ["shouldIgnore"] = false,
        })]),
    });

    private byte[] Batch(HttpListenerContext context, byte[] body)
    {
        context.Response.ContentType = "application/vnd.git-lfs+json";
        return Json(new JsonObject { ["objects"] = new JsonArray([.. JsonNode.Parse(body)!["objects"]!.AsArray().Select(Actions)]) });
    }

    private JsonObject Actions(JsonNode? wanted)
    {
        (string hash, int size) = (wanted!["oid"]!.GetValue<string>(), wanted["size"]!.GetValue<int>());
        var answer = new JsonObject { ["oid"] = hash, ["size"] = size };
        if (Stored.ContainsKey(hash))
        {
            return answer;
        }

        var upload = new JsonObject { ["href"] = size < PartsFrom ? $"{_storage}objects/{hash}?signature=SecretSignature" : $"{Address}join" };
        if (size >= PartsFrom)
        {
            var header = new JsonObject { ["chunk_size"] = $"{PartSize}" };
            for (int i = (size + PartSize - 1) / PartSize; i > 0; i--)
            {
                header[$"{i:00000}"] = $"{_storage}parts/{hash}/{i}?signature=SecretSignature";
            }

            upload["header"] = header;
        }

        answer["actions"] = new JsonObject { ["upload"] = upload, ["verify"] = new JsonObject { ["href"] = $"{Address}{Repository}.git/info/lfs/verify" } };
        return answer;
    }

    private byte[] Part(HttpListenerContext context, string name, byte[] body)
    {
        _parts[name] = body;
        context.Response.Headers["ETag"] = $"\"{Hash(body)[..8]}\"";
        return [];
    }

    private byte[] Join(byte[] body)
    {
        JsonNode json = JsonNode.Parse(body)!;
        string hash = json["oid"]!.GetValue<string>();
        byte[][] parts = [.. json["parts"]!.AsArray().Select(p => _parts[$"{hash}/{p!["partNumber"]}"])];
        Assert.Equal(parts.Select(p => $"\"{Hash(p)[..8]}\""), json["parts"]!.AsArray().Select(p => p!["etag"]!.GetValue<string>()));
        Stored[hash] = [.. parts.SelectMany(p => p)];
        return Json(new JsonObject());
    }

    private byte[] Verify(HttpListenerContext context, byte[] body)
    {
        JsonNode json = JsonNode.Parse(body)!;
        string hash = json["oid"]!.GetValue<string>();
        return Stored.TryGetValue(hash, out byte[]? content) && content.Length == json["size"]!.GetValue<int>() && Hash(content) == hash
            ? Json(new JsonObject())
            : Say(context, 422, "The object is not what was announced");
    }

    private byte[] MakeCommit(HttpListenerContext context, byte[] body)
    {
        JsonNode[] lines = [.. System.Text.Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
        foreach (JsonNode line in lines.Skip(1))
        {
            JsonNode value = line["value"]!;
            if (line["key"]!.GetValue<string>() == "lfsFile" && !Stored.ContainsKey(value["oid"]!.GetValue<string>()))
            {
                return Say(context, 400, "An LFS object is missing");
            }

            Files[value["path"]!.GetValue<string>()] = line["key"]!.GetValue<string>() == "file"
                ? Convert.FromBase64String(value["content"]!.GetValue<string>())
                : Stored[value["oid"]!.GetValue<string>()];
        }

        Commits.Add(lines[0]["value"]!["summary"]!.GetValue<string>());
        return Json(new JsonObject { ["success"] = true, ["commitUrl"] = $"{Address}{Repository}/commit/{Commit}", ["commitOid"] = Commit });
    }

    private static byte[] Json(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

#pragma warning disable CA5350 // Git's choice of hash, not ours.
    private static string BlobId(byte[] content) =>
        Convert.ToHexStringLower(SHA1.HashData([.. System.Text.Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350
}
