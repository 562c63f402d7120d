using System.Text.Json;

namespace KoSparse.OpenSearch.Indices;

/// <summary>What an index takes on disk.</summary>
public static class IndexSize
{
    /// <summary>Bytes of its primary shards: vectors, words and documents.</summary>
    /// <exception cref="OpenSearchException">There is no such index.</exception>
    public static async Task<long> ReadAsync(Cluster cluster, string index, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentException.ThrowIfNullOrEmpty(index);
        JsonElement answer = await cluster.SendAsync(ClusterRequest.Get($"{ClusterRequest.Escaped(index)}/_stats/store"), stop);
        return (long)(answer.NumberAt("_all", "primaries", "store", "size_in_bytes") ?? 0);
    }
}
