using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Indices;

/// <summary>A name that stands for one of several indices in turn, so that searches see the old one or the new one, and never half of one.</summary>
/// <param name="Name">The name.</param>
/// <param name="Targets">Indices that it stands for now.</param>
public sealed record IndexAlias(string Name, IReadOnlyList<string> Targets)
{
    /// <summary>Reads what a name stands for.</summary>
    /// <exception cref="OpenSearchException">It is the name of an index itself.</exception>
    public static async Task<IndexAlias> ReadAsync(Cluster cluster, string name, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentException.ThrowIfNullOrEmpty(name);
        JsonElement? found = await cluster.FindAsync(ClusterRequest.Get($"_alias/{ClusterRequest.Escaped(name)}"), stop);
        string[] targets = [.. found?.EnumerateObject().Select(index => index.Name) ?? []];
        return targets.Length == 0 && await cluster.FindAsync(ClusterRequest.Get(ClusterRequest.Escaped(name)), stop) is not null
            ? throw new OpenSearchException($"{name} is an index, and no name that can stand for another. Give the index another name ('POST {name}/_clone/{name}-old'), delete it, and call this again.")
            : new(name, targets);
    }

    /// <summary>A name for a new index behind this one.</summary>
    public string NewTarget(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{Name}-{time:yyyyMMdd-HHmmss}");

    /// <summary>Lets the name stand for another index, in one step for all who search.</summary>
    public Task SwapAsync(Cluster cluster, string target, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        JsonNode[] actions = [.. Targets.Where(old => old != target).Select(old => Action("remove", old)), Action("add", target)];
        return cluster.SendAsync(ClusterRequest.Post("_aliases", new JsonObject { ["actions"] = new JsonArray(actions) }), stop);
    }

    private JsonObject Action(string verb, string index) => new() { [verb] = new JsonObject { ["index"] = index, ["alias"] = Name } };
}
