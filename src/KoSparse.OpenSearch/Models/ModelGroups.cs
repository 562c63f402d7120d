using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Models;

/// <summary>Groups of models in a cluster (ml-commons), by which it says who may use them.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class ModelGroups(Cluster cluster)
{
    private const string Root = "_plugins/_ml/model_groups";

    /// <summary>The id of the group of a name, which is made where there is none.</summary>
    /// <exception cref="OpenSearchException">The cluster refused.</exception>
    public async Task<string> EnsureAsync(string name, CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return await FindAsync(name, stop)
            ?? (await cluster.SendAsync(ClusterRequest.Post($"{Root}/_register", new JsonObject { ["name"] = name }) with { IsRepeatable = false }, stop)).TextAt("model_group_id")
            ?? throw new OpenSearchException($"The cluster gave no id for the model group {name}. Call this again.");
    }

    private async Task<string?> FindAsync(string name, CancellationToken stop)
    {
        JsonObject query = new() { ["query"] = new JsonObject { ["term"] = new JsonObject { ["name.keyword"] = name } } };
        JsonElement? answer = await cluster.FindAsync(ClusterRequest.Post($"{Root}/_search", query), stop); // before the first group there may be no index of them
        return answer?.ItemsAt("hits", "hits") is [{ } hit, ..] ? hit.TextAt("_id") : null;
    }
}
