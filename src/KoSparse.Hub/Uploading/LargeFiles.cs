using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Text;

namespace KoSparse.Hub.Uploading;

/// <summary>Uploads large files by Git LFS's batch protocol; what the Hub has already is not sent again.</summary>
/// <remarks>
/// The batch answers with an address per file that is still missing: one to put the whole file to, or, for files above a few
/// GB, one per part (the Hub's <c>multipart</c> extension, addresses in the header by number). The addresses carry their own rights.
/// </remarks>
internal sealed class LargeFiles(HubHttp http, string repository, IProgress<TransferProgress>? progress)
{
    private const string MediaType = "application/vnd.git-lfs+json";
    private const int FilesPerBatch = 100;

    /// <summary>Uploads files and gives the SHA-256 of each, by which a commit names them.</summary>
    /// <exception cref="HubException">The Hub refused.</exception>
    public async Task<IReadOnlyDictionary<LocalFile, string>> UploadAsync(IReadOnlyList<LocalFile> files, CancellationToken stop)
    {
        Dictionary<LocalFile, string> hashes = [];
        foreach (LocalFile file in files)
        {
            await using FileStream stream = File.OpenRead(file.Source);
            hashes[file] = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, stop));
        }

        foreach (LocalFile[] batch in files.DistinctBy(f => hashes[f]).Chunk(FilesPerBatch))
        {
            Dictionary<string, LocalFile> byHash = batch.ToDictionary(f => hashes[f], StringComparer.Ordinal);
            foreach (JsonElement answer in await BatchAsync(byHash, stop))
            {
                await SendAsync(answer, byHash, stop);
            }
        }

        return hashes;
    }

    private async Task<JsonElement[]> BatchAsync(Dictionary<string, LocalFile> files, CancellationToken stop)
    {
        JsonObject batch = new()
        {
            ["operation"] = "upload",
            ["transfers"] = new JsonArray("basic", "multipart"),
            ["hash_algo"] = "sha256",
            ["objects"] = new JsonArray([.. files.Select(f => new JsonObject { ["oid"] = f.Key, ["size"] = f.Value.Size })]),
        };
        JsonElement answer = await http.SendJsonAsync(() => Post(http.Endpoint.At($"{repository}.git/info/lfs/objects/batch"), batch), stop);
        return answer.TryGetProperty("objects", out JsonElement objects) && objects.ValueKind == JsonValueKind.Array
            ? [.. objects.EnumerateArray()]
            : throw NotUnderstood();
    }

    private async Task SendAsync(JsonElement answer, Dictionary<string, LocalFile> files, CancellationToken stop)
    {
        if (answer.GetProperty("oid").GetString() is not { } hash || !files.TryGetValue(hash, out LocalFile? file))
        {
            throw NotUnderstood();
        }

        if (answer.TryGetProperty("error", out JsonElement error))
        {
            throw new HubException($"{repository}: the Hub does not take {file.Path}: {ForeignText.Sentence(error.GetProperty("message").GetString() ?? "")}");
        }

        if (!answer.TryGetProperty("actions", out JsonElement actions) || actions.ValueKind != JsonValueKind.Object)
        {
            progress?.Report(new TransferProgress(file.Path, file.Size, file.Size)); // it is there already
            return;
        }

        JsonElement upload = actions.GetProperty("upload");
        Uri address = new(http.Endpoint.Address, upload.GetProperty("href").GetString()!);
        JsonElement header = upload.TryGetProperty("header", out JsonElement given) && given.ValueKind == JsonValueKind.Object ? given : default;
        if (header.ValueKind == JsonValueKind.Object && header.TryGetProperty("chunk_size", out JsonElement chunk))
        {
            long size = long.Parse(chunk.ToString(), CultureInfo.InvariantCulture);
            JsonArray parts = await SendPartsAsync(file, header, size, stop);
            JsonObject done = new() { ["oid"] = hash, ["parts"] = parts };
            using HttpResponseMessage joined = await http.SendAsync(() => Post(address, done), stop);
        }
        else
        {
            using HttpResponseMessage put = await http.SendAsync(() => Put(address, file, 0, file.Size, header), stop);
        }

        if (actions.TryGetProperty("verify", out JsonElement verify) && verify.ValueKind == JsonValueKind.Object)
        {
            Uri place = new(http.Endpoint.Address, verify.GetProperty("href").GetString()!);
            JsonObject claim = new() { ["oid"] = hash, ["size"] = file.Size };
            using HttpResponseMessage verified = await http.SendAsync(() => Post(place, claim), stop);
        }
    }

    private async Task<JsonArray> SendPartsAsync(LocalFile file, JsonElement header, long partSize, CancellationToken stop)
    {
        (int Number, string Address)[] addresses =
        [
            .. header.EnumerateObject().Where(p => int.TryParse(p.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(p => (int.Parse(p.Name, CultureInfo.InvariantCulture), p.Value.GetString()!)).OrderBy(p => p.Item1),
        ];
        if (partSize <= 0 || addresses.Length != (file.Size + partSize - 1) / partSize)
        {
            throw NotUnderstood();
        }

        JsonArray parts = [];
        for (int i = 0; i < addresses.Length; i++)
        {
            (long start, int number) = (i * partSize, addresses[i].Number);
            Uri address = new(http.Endpoint.Address, addresses[i].Address);
            using HttpResponseMessage put = await http.SendAsync(() => Put(address, file, start, Math.Min(partSize, file.Size - start), default), stop);
            string tag = put.Headers.TryGetValues("ETag", out IEnumerable<string>? tags) ? tags.First() : throw NotUnderstood();
            parts.Add(new JsonObject { ["partNumber"] = number, ["etag"] = tag });
        }

        return parts;
    }

    private HttpRequestMessage Put(Uri address, LocalFile file, long start, long length, JsonElement header)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new FilePart(file, start, length, progress) };
        if (header.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty field in header.EnumerateObject())
            {
                request.Headers.TryAddWithoutValidation(field.Name, field.Value.GetString());
            }
        }

        return request;
    }

    private static HttpRequestMessage Post(Uri address, JsonObject body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue(MediaType)),
        };
        request.Headers.Accept.ParseAdd(MediaType);
        return request;
    }

    private HubException NotUnderstood() =>
        new($"{repository}: the Hub's answer about large files is not understood. Check HF_ENDPOINT.");
}
