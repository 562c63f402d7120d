using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.Hub.Uploading;

/// <summary>Uploads an exported model in one commit: large files first, then the small ones with the commit itself.</summary>
/// <param name="http">Connection, whose endpoint has a token.</param>
/// <param name="repository">Where to: <c>user/model-name</c>.</param>
/// <param name="progress">Told of each large file's bytes.</param>
/// <exception cref="HubException">There is no token, or the endpoint is not one to send it to.</exception>
public sealed class ModelUpload(HubHttp http, string repository, IProgress<TransferProgress>? progress = null)
{
    private const string Branch = "main";
    private const int FilesPerQuestion = 256;

    private readonly HubHttp _http = Writing(http);
    private readonly string _repository = RepositoryName.Checked(repository, withOwner: true);

    /// <summary>Makes the repository unless it is there.</summary>
    public async Task CreateAsync(bool isPrivate, CancellationToken stop = default)
    {
        string[] parts = _repository.Split('/');
        JsonObject body = new() { ["name"] = parts[1], ["organization"] = parts[0], ["type"] = "model", ["private"] = isPrivate };
        using HttpResponseMessage response = await _http.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, _http.Endpoint.At("api/repos/create")) { Content = JsonContent.Create(body) },
            stop,
            HttpStatusCode.Conflict); // it exists
    }

    /// <summary>Uploads files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="message">First line of the commit's message.</param>
    /// <param name="stop">Ends it; a later call sends only what the Hub lacks.</param>
    /// <returns>Where the commit is shown.</returns>
    /// <exception cref="HubException">The Hub refused, or the repository is missing.</exception>
    public async Task<string> RunAsync(IReadOnlyList<LocalFile> files, string message, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            HashSet<string> large = await AskWhichAreLargeAsync(files, stop);
            IReadOnlyDictionary<LocalFile, string> hashes =
                await new LargeFiles(_http, _repository, progress).UploadAsync([.. files.Where(f => large.Contains(f.Path))], stop);
            byte[] commit = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', CommitLines(files, hashes, message)) + "\n");
            JsonElement done = await _http.SendJsonAsync(() => Commit(commit), stop);
            return done.GetProperty("commitUrl").GetString() ?? _repository;
        }
        catch (HubException e) when (e.Status == HttpStatusCode.NotFound)
        {
            throw new HubException($"{_repository}: no such repository, or none that this token may write to. Make it with --create.", e.Status, e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException($"{_repository}: the Hub's answer is not understood ({e.Message.TrimEnd('.')}). Check HF_ENDPOINT.", null, e);
        }
    }

    private static IEnumerable<string> CommitLines(
        IReadOnlyList<LocalFile> files, IReadOnlyDictionary<LocalFile, string> hashes, string message)
    {
        yield return Line("header", new JsonObject { ["summary"] = message, ["description"] = "" });
        foreach (LocalFile file in files)
        {
            yield return hashes.TryGetValue(file, out string? hash)
                ? Line("lfsFile", new JsonObject { ["path"] = file.Path, ["algo"] = "sha256", ["oid"] = hash, ["size"] = file.Size })
                : Line("file", new JsonObject
                {
                    ["path"] = file.Path,
                    ["encoding"] = "base64",
                    ["content"] = Convert.ToBase64String(File.ReadAllBytes(file.Source)),
                });
        }
    }

    private static string Line(string key, JsonObject value) => new JsonObject { ["key"] = key, ["value"] = value }.ToJsonString();

    private async Task<HashSet<string>> AskWhichAreLargeAsync(IReadOnlyList<LocalFile> files, CancellationToken stop)
    {
        HashSet<string> large = new(StringComparer.Ordinal);
        foreach (LocalFile[] some in files.Chunk(FilesPerQuestion))
        {
            JsonObject question = new()
            {
                ["files"] = new JsonArray(
                [
                    .. some.Select(f => new JsonObject { ["path"] = f.Path, ["size"] = f.Size, ["sample"] = Convert.ToBase64String(f.Sample()) }),
                ]),
            };
            JsonElement answer = await _http.SendJsonAsync(
                () => new HttpRequestMessage(HttpMethod.Post, _http.Endpoint.At($"api/models/{_repository}/preupload/{Branch}")) { Content = JsonContent.Create(question) },
                stop);
            foreach (JsonElement file in answer.GetProperty("files").EnumerateArray())
            {
                if (file.GetProperty("uploadMode").GetString() == "lfs")
                {
                    large.Add(file.GetProperty("path").GetString()!);
                }
            }
        }

        return large;
    }

    private HttpRequestMessage Commit(byte[] lines)
    {
        var content = new ByteArrayContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return new HttpRequestMessage(HttpMethod.Post, _http.Endpoint.At($"api/models/{_repository}/commit/{Branch}")) { Content = content };
    }

    private static HubHttp Writing(HubHttp http)
    {
        ArgumentNullException.ThrowIfNull(http);
        HubEndpoint endpoint = http.Endpoint;
        return endpoint.Token is null
            ? throw new HubException("There is no token. Set HF_TOKEN to one with write access, or log in with 'hf auth login'.")
            : endpoint.IsPrivate ? http : throw new HubException($"{endpoint.Address} is not https: the token does not go there. Set HF_ENDPOINT to an https address.");
    }
}
