using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Indices;

/// <summary>Makes an index that is not there, and compares one that is.</summary>
public static class IndexCreation
{
    /// <summary>Makes an index.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="index">Its name.</param>
    /// <param name="mapping">What <see cref="IndexMapping.Of"/> says.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Null where it was made; else what is otherwise in the one that is there, which is left as it is.</returns>
    /// <exception cref="OpenSearchException">The cluster refused.</exception>
    public static async Task<IReadOnlyList<IndexDifference>?> EnsureAsync(Cluster cluster, string index, JsonObject mapping, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentException.ThrowIfNullOrEmpty(index);
        ArgumentNullException.ThrowIfNull(mapping);
        string path = ClusterRequest.Escaped(index);
        if (await cluster.FindAsync(ClusterRequest.Get(path), stop) is { } there)
        {
            return [.. there.EnumerateObject().SelectMany(found => Differences("", mapping, found.Value))];
        }

        await cluster.SendAsync(ClusterRequest.Put(path, mapping), stop);
        return null;
    }

    /// <summary>What is wanted and is missing, or otherwise; what is there besides does no harm.</summary>
    private static IEnumerable<IndexDifference> Differences(string path, JsonNode wanted, JsonElement? found)
    {
        if (wanted is JsonObject members)
        {
            return members.SelectMany(member => Differences(path.Length > 0 ? $"{path}.{member.Key}" : member.Key, member.Value!, found?.At(member.Key)));
        }

        JsonNode? actual = found is { } value ? JsonNode.Parse(value.GetRawText()) : null;
        return actual is not null && (JsonNode.DeepEquals(wanted, actual) || Plain(wanted) == Plain(actual)) ? [] : [new IndexDifference(path, actual is null ? null : Plain(actual), Plain(wanted))];
    }

    /// <summary>The cluster gives numbers and flags of settings back as texts.</summary>
    private static string Plain(JsonNode node) => node.GetValueKind() == JsonValueKind.String ? node.ToString() : node.ToJsonString();
}
