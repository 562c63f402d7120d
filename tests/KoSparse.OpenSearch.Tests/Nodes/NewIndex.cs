using System.Text.Json.Nodes;
using KoSparse.Encoding.Lines;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>Makes indices of a name that no other test has.</summary>
internal static class NewIndex
{
    private static int _count;

    /// <summary>A name.</summary>
    public static string Name() => $"kosparse-test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    /// <summary>An empty index for the vectors of <see cref="Mini"/>.</summary>
    public static async Task<string> MakeAsync(Cluster cluster, IndexOptions? options = null)
    {
        string name = Name();
        JsonObject mapping = IndexMapping.Of(Mini.Model.Tokenizer, await ClusterFacts.ReadAsync(cluster), options ?? new IndexOptions { Shards = 1, Replicas = 0 });
        Assert.Null(await IndexCreation.EnsureAsync(cluster, name, mapping));
        return name;
    }

    /// <summary>An index of the documents of <see cref="Mini"/>.</summary>
    public static async Task<string> OfMiniAsync(Cluster cluster)
    {
        string name = await MakeAsync(cluster);
        VectorFormat format = (await IndexDescription.ReadAsync(cluster, name)).FormatFor(Mini.Model);
        OpenSearchIndexer indexer = new(cluster, name);
        await indexer.RunAsync(IngestSource.Encoded(Mini.Documents, 0, portion => Mini.Model.Encoder.EncodeDocuments(portion), format));
        Assert.Equal(Mini.Documents.Count, await indexer.CountAsync());
        return name;
    }
}
