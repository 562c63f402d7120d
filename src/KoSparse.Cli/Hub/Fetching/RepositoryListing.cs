using System.Text.Json;
using System.Text.RegularExpressions;

namespace KoSparse.Cli.Hub.Fetching;

/// <summary>What a repository holds in one state of it, and which of its files KoSparse needs.</summary>
/// <param name="Name">Name of the repository.</param>
/// <param name="Commit">The state: a commit's hash.</param>
/// <param name="Files">The files that are needed: weights first, <c>config.json</c>, which makes a folder a model, last.</param>
internal sealed partial record RepositoryListing(string Name, string Commit, IReadOnlyList<RepositoryFile> Files)
{
    private const string ConfigFile = "config.json";

    /// <summary>Asks the Hub.</summary>
    /// <param name="http">Connection.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<RepositoryListing> ReadAsync(HubHttp http, string name, string revision, CancellationToken stop)
    {
        Uri address = new(http.Endpoint.At($"api/models/{name}/revision/").AbsoluteUri + Uri.EscapeDataString(revision) + "?blobs=true");
        JsonElement json = await http.SendJsonAsync(() => new HttpRequestMessage(HttpMethod.Get, address), stop);
        try
        {
            JsonElement[] needed = Needed([.. json.GetProperty("siblings").EnumerateArray()]);
            return new RepositoryListing(name, CommitOf(json), [.. needed.Select(ReadFile).OrderBy(f => f.Path == ConfigFile).ThenByDescending(f => f.Size)]);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HubException($"{name}: the Hub's list of files is not understood ({e.Message.TrimEnd('.')}). Check HF_ENDPOINT.", null, e);
        }
    }

    /// <summary>Config, tokenizer, IDF and weights: safetensors where there are any, else the old form. What else a repository holds stays there.</summary>
    private static JsonElement[] Needed(JsonElement[] siblings)
    {
        bool hasSafetensors = siblings.Any(s => Safetensors().IsMatch(NameOf(s)));
        JsonElement[] needed = [.. siblings.Where(s => Small().IsMatch(NameOf(s)) || (hasSafetensors ? Safetensors() : Pickles()).IsMatch(NameOf(s)))];
        return needed.Any(s => NameOf(s) == ConfigFile) && needed.Any(s => Safetensors().IsMatch(NameOf(s)) || Pickles().IsMatch(NameOf(s)))
            ? needed
            : throw new FormatException("there is no config.json, or no model.safetensors or pytorch_model.bin: not a model that KoSparse reads");
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

    // Top folder alone, so no slashes; and nothing that hides or climbs.
    [GeneratedRegex(@"^(config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|modules|vocab|idf|idf_statistics|.*\.safetensors\.index|.*\.bin\.index)\.json$|^(vocab|LICENSE|README)(\.txt|\.md)?$|^(sentencepiece\.bpe|tokenizer|spiece)\.model$|^idf\.safetensors$", RegexOptions.CultureInvariant)]
    private static partial Regex Small();

    [GeneratedRegex(@"^model(-\d+-of-\d+)?\.safetensors$", RegexOptions.CultureInvariant)]
    private static partial Regex Safetensors();

    [GeneratedRegex(@"^pytorch_model(-\d+-of-\d+)?\.bin$", RegexOptions.CultureInvariant)]
    private static partial Regex Pickles();

    [GeneratedRegex(@"^[0-9a-f]{40,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();
}
