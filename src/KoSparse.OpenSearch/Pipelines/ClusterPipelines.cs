using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Pipelines;

/// <summary>Pipelines of a cluster that encodes itself; one of the same name is replaced.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class ClusterPipelines(Cluster cluster)
{
    /// <summary>Texts become vectors when they are ingested.</summary>
    /// <param name="name">Name of the pipeline.</param>
    /// <param name="modelId">Encodes.</param>
    /// <param name="field">Name of the vector's field.</param>
    /// <param name="batch">Texts that the model is given at once; from 2.15 on.</param>
    /// <param name="pruneRatio">Terms below this share of the largest weight are left out; 0 keeps all. From 2.19 on.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OpenSearchException">The cluster refused.</exception>
    public Task CreateIngestAsync(string name, string modelId, string field, int batch, double pruneRatio, CancellationToken stop = default)
    {
        JsonObject encoding = new() { ["model_id"] = modelId, ["field_map"] = new JsonObject { ["text"] = field }, ["batch_size"] = batch };
        if (pruneRatio > 0)
        {
            encoding["prune_type"] = "max_ratio";
            encoding["prune_ratio"] = pruneRatio;
        }

        return cluster.SendAsync(
            ClusterRequest.Put($"_ingest/pipeline/{ClusterRequest.Escaped(name)}", new JsonObject { ["processors"] = new JsonArray(new JsonObject { ["sparse_encoding"] = encoding }) }), stop);
    }

    /// <summary>Questions become vectors when they are asked.</summary>
    /// <param name="name">Name of the pipeline.</param>
    /// <param name="modelId">Encodes them.</param>
    /// <param name="processors">Further processors of the request.</param>
    /// <param name="results">Processors of the results, that join two rankings.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OpenSearchException">The cluster refused.</exception>
    public Task CreateSearchAsync(string name, string modelId, IEnumerable<JsonObject> processors, IEnumerable<JsonObject> results, CancellationToken stop = default)
    {
        JsonObject pipeline = new()
        {
            ["request_processors"] = new JsonArray([new JsonObject { ["neural_query_enricher"] = new JsonObject { ["default_model_id"] = modelId } }, .. processors]),
        };
        if (results.ToArray() is { Length: > 0 } joining)
        {
            pipeline["phase_results_processors"] = new JsonArray([.. joining]);
        }

        return cluster.SendAsync(ClusterRequest.Put($"_search/pipeline/{ClusterRequest.Escaped(name)}", pipeline), stop);
    }
}
