using System.Text.Json;
using System.Text.RegularExpressions;
using KoSparse.Files;
using KoSparse.Text;

namespace KoSparse.Hub.Fetching;

/// <summary>What a repository holds in one state of it, and which of its files KoSparse needs.</summary>
/// <param name="Name">Name of the repository.</param>
/// <param name="Commit">The state: a commit's hash.</param>
/// <param name="Files">The files that are needed: weights first, <c>config.json</c>, which makes a folder a model, last.</param>
public sealed partial record RepositoryListing(string Name, string Commit, IReadOnlyList<RepositoryFile> Files)
{
    /// <summary>Asks the Hub.</summary>
    /// <param name="http">Connection.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="HubException">The Hub refused, or it is no model that KoSparse reads.</exception>
    internal static async Task<RepositoryListing> ReadAsync(HubHttp http, string name, string revision, CancellationToken stop)
    {
        Uri address = new(http.Endpoint.At($"api/models/{name}/revision/").AbsoluteUri + Uri.EscapeDataString(revision) + "?blobs=true");
        JsonElement json = await http.SendJsonAsync(() => new HttpRequestMessage(HttpMethod.Get, address), stop);
        try
        {
            JsonElement[] needed = Needed([.. json.GetProperty("siblings").EnumerateArray()]);
            return new RepositoryListing(name, CommitOf(json), [.. needed.Select(ReadFile).OrderBy(f => ModelFiles.IsSign(f.Path)).ThenByDescending(f => f.Size)]);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HubException($"{name}: the Hub's list of files is not understood ({e.Message.TrimEnd('.')}). Check HF_ENDPOINT.", null, e);
        }
    }

    /// <summary>The files of a model: weights as safetensors where there are any, else in the old form. What else a repository holds stays there.</summary>
    private static JsonElement[] Needed(JsonElement[] siblings)
    {
        if (siblings.Select(NameOf).FirstOrDefault(name => !InnerPath.IsPlain(name)) is { } outside)
        {
            throw new FormatException($"it names '{ForeignText.Sentence(outside)}', which leads out of the repository");
        }

        bool hasSafetensors = siblings.Any(s => ModelFiles.IsWeights(NameOf(s)));
        JsonElement[] needed =
            [.. siblings.Where(s => ModelFiles.Contain(NameOf(s)) && !(hasSafetensors && ModelFiles.IsOldWeights(NameOf(s))))];
        return needed.Any(s => ModelFiles.IsSign(NameOf(s))) && needed.Select(s => Path.GetFileName(NameOf(s))).Any(name => ModelFiles.IsWeights(name) || ModelFiles.IsOldWeights(name))
            ? needed
            : throw new FormatException("there is no config.json or modules.json, or no model.safetensors or pytorch_model.bin: not a model that KoSparse reads");
    }

    private static RepositoryFile ReadFile(JsonElement file)
    {
        bool isLarge = file.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object;
        string? checksum = isLarge ? lfs.GetProperty("sha256").GetString() : file.GetProperty("blobId").GetString();
        return checksum is not null && Hexadecimal().IsMatch(checksum)
            ? new RepositoryFile(NameOf(file), file.GetProperty("size").GetInt64(), checksum, isLarge)
            : throw new FormatException($"{NameOf(file)} has no checksum");
    }

    private static string CommitOf(JsonElement json) =>
        json.GetProperty("sha").GetString() is { } sha && Hexadecimal().IsMatch(sha) ? sha : throw new FormatException("the commit is missing");

    private static string NameOf(JsonElement file) => file.GetProperty("rfilename").GetString() ?? "";

    [GeneratedRegex(@"^[0-9a-f]{40,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();
}
