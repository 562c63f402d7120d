using System.Net;
using System.Text.Json;
using KoSparse.Text;

namespace KoSparse.OpenSearch.Facts;

/// <summary>What a cluster says of itself.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Plugins">Plugins that every node has which tells of any.</param>
/// <param name="Health"><c>green</c>, <c>yellow</c> or <c>red</c>; null where the user may not ask.</param>
/// <param name="Nodes">What each node has left; empty where the user may not ask.</param>
/// <param name="Settings">Settings by their dotted names; empty where the user may not ask.</param>
public sealed record ClusterFacts(
    Version Version, IReadOnlySet<string> Plugins, string? Health, IReadOnlyList<NodeFacts> Nodes, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The earliest version that this library speaks with: the first with <c>neural_sparse</c>.</summary>
    public static Version Earliest { get; } = new(2, 11);

    /// <summary>Asks a cluster.</summary>
    /// <exception cref="OpenSearchException">It is no OpenSearch, or does not answer.</exception>
    public static async Task<ClusterFacts> ReadAsync(Cluster cluster, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        Version version = VersionOf(await cluster.SendAsync(ClusterRequest.Get(""), stop), cluster.Address);
        JsonElement? plugins = await AllowedAsync(cluster, "_nodes/plugins", stop);
        JsonElement? health = await AllowedAsync(cluster, "_cluster/health", stop);
        JsonElement? nodes = await AllowedAsync(cluster, "_nodes/stats/jvm,fs,os", stop);
        JsonElement? settings = await AllowedAsync(cluster, "_cluster/settings?include_defaults=true&flat_settings=true", stop);
        return new(version, PluginsOf(plugins), health?.TextAt("status"), NodeFacts.Of(nodes), SettingsOf(settings));
    }

    /// <summary>Whether this cluster can do something.</summary>
    public bool Has(ClusterFeature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return Version >= feature.Since && (feature.Plugin is null || Plugins.Contains(feature.Plugin));
    }

    private static Version VersionOf(JsonElement root, Uri address)
    {
        string number = root.TextAt("version", "number") ?? "";
        return root.TextAt("version", "distribution") == "opensearch" && Version.TryParse(number.Split('-')[0], out Version? version)
            ? version
            : throw new OpenSearchException($"{address.Authority} is no OpenSearch{(number.Length > 0 ? $" (it says version {ForeignText.Sentence(number)})" : "")}. Name an OpenSearch cluster with --url.");
    }

    private static HashSet<string> PluginsOf(JsonElement? answer)
    {
        HashSet<string>? shared = null;
        foreach (JsonProperty node in answer?.MembersAt("nodes") ?? [])
        {
            string[] names = [.. node.Value.ItemsAt("plugins").Select(plugin => plugin.TextAt("name")).OfType<string>()];
            if (names.Length > 0) // nodes that only manage or coordinate may have none
            {
                shared ??= [.. names];
                shared.IntersectWith(names);
            }
        }

        return shared ?? [];
    }

    /// <summary>Settings of the cluster before those that are defaults, temporary ones before lasting ones.</summary>
    private static Dictionary<string, string> SettingsOf(JsonElement? answer)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach (string section in (string[])["transient", "persistent", "defaults"])
        {
            foreach (JsonProperty setting in answer?.MembersAt(section) ?? [])
            {
                settings.TryAdd(setting.Name, setting.Value.ToString());
            }
        }

        return settings;
    }

    private static async Task<JsonElement?> AllowedAsync(Cluster cluster, string path, CancellationToken stop) =>
        await cluster.AskAsync(ClusterRequest.Get(path), stop, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized) is { Status: HttpStatusCode.OK } answer
            ? answer.Body
            : null;
}
