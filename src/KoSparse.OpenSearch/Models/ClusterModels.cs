using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.OpenSearch.Facts;

namespace KoSparse.OpenSearch.Models;

/// <summary>Models in a cluster (ml-commons): registers, deploys, asks and removes them. What is there already is not registered again.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class ClusterModels(Cluster cluster)
{
    /// <summary>Fixed by ml-commons; only the last piece may be shorter.</summary>
    private const int PieceLength = 10_000_000;

    private const string Root = "_plugins/_ml";
    private const string Deployed = "DEPLOYED";

    private readonly ClusterTasks _tasks = new(cluster);

    /// <summary>Registers a package in pieces, without a web server, and deploys it.</summary>
    /// <param name="package">The model.</param>
    /// <param name="group">Id of the group that it joins; null leaves that to the cluster, which makes one of its name.</param>
    /// <param name="progress">Told how many bytes were sent.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The model's id.</returns>
    /// <exception cref="OpenSearchException">The cluster refused.</exception>
    public async Task<string> RegisterAsync(ModelPackage package, string? group = null, IProgress<long>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        string id = await FindAsync(package.Name, group, found => found.TextAt("model_content_hash_value") == package.Hash && found.TextAt("model_state") is not ("REGISTERING" or "REGISTER_FAILED"), stop)
            ?? await UploadAsync(package, group, progress, stop);
        await DeployAsync(id, stop);
        return id;
    }

    /// <summary>Registers a model that runs elsewhere, behind a service such as <c>kosparse serve</c>, and deploys it.</summary>
    /// <param name="name">Its name in the cluster.</param>
    /// <param name="address">Takes <c>{"inputs": [text, …]}</c> and answers a map of token and weight for each.</param>
    /// <param name="key">A key that the service asks for; null where it asks for none.</param>
    /// <param name="group">Id of the group that it joins; null leaves that to the cluster, which makes one of its name.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The model's id.</returns>
    /// <exception cref="OpenSearchException">The cluster refused.</exception>
    public async Task<string> RegisterRemoteAsync(string name, Uri address, string? key = null, string? group = null, CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(address);
        string described = $"kosparse {address.AbsoluteUri}";
        string? id = await FindAsync(name, group, found => found.TextAt("description") == described, stop);
        if (id is null)
        {
            JsonElement connector = await cluster.SendAsync(ClusterRequest.Post($"{Root}/connectors/_create", ServiceConnector.Of(name, described, address, key)) with { IsRepeatable = false }, stop);
            JsonElement model = await cluster.SendAsync(
                ClusterRequest.Post($"{Root}/models/_register", Joining(group, await RemoteAsync(name, described, connector.TextAt("connector_id"), stop))) with { IsRepeatable = false },
                stop);
            id = model.TextAt("model_id") ?? (await _tasks.EndAsync(model, stop)).TextAt("model_id") ?? throw new OpenSearchException($"The cluster gave no id for {name}. Call this again.");
        }

        await DeployAsync(id, stop);
        return id;
    }

    /// <summary>Asks a deployed model for the weights of a text.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="package">What it was registered as; null of a remote model.</param>
    /// <param name="text">The text.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OpenSearchException">The model or its service failed.</exception>
    public async Task<IReadOnlyDictionary<string, float>> PredictAsync(string id, ModelPackage? package, string text, CancellationToken stop = default)
    {
        JsonElement answer = await cluster.SendAsync(
            package is null
                ? ClusterRequest.Post($"{Root}/models/{ClusterRequest.Escaped(id)}/_predict", new JsonObject { ["parameters"] = new JsonObject { ["input"] = new JsonArray(text) } })
                : ClusterRequest.Post($"{Root}/_predict/{package.PredictedAs}/{ClusterRequest.Escaped(id)}", new JsonObject { ["text_docs"] = new JsonArray(text) }),
            stop);
        JsonElement[] maps = [.. answer.ItemsAt("inference_results").SelectMany(result => result.ItemsAt("output")).SelectMany(output => output.ItemsAt("dataAsMap", "response"))];
        return maps is [{ ValueKind: JsonValueKind.Object } map]
            ? map.EnumerateObject().ToDictionary(term => term.Name, term => term.Value.GetSingle(), StringComparer.Ordinal)
            : throw new OpenSearchException($"The model {id} did not answer with one map of token and weight. Look at what it runs.");
    }

    /// <summary>Takes a model out of the nodes' memory; it stays registered.</summary>
    /// <exception cref="OpenSearchException">There is no such model.</exception>
    public async Task UndeployAsync(string id, CancellationToken stop = default)
    {
        await ReadAsync(id, stop);
        await cluster.SendAsync(ClusterRequest.Post($"{Root}/models/{ClusterRequest.Escaped(id)}/_undeploy"), stop);
        await ClusterTasks.WaitAsync(async () => (await ReadAsync(id, stop)).TextAt("model_state") is not (Deployed or "PARTIALLY_DEPLOYED" or "DEPLOYING"), $"The model {id} is still deployed.", stop);
    }

    /// <summary>Undeploys a model and removes it, and the connector of a remote one.</summary>
    /// <exception cref="OpenSearchException">There is no such model.</exception>
    public async Task DeleteAsync(string id, CancellationToken stop = default)
    {
        string? connector = (await ReadAsync(id, stop)).TextAt("connector_id");
        await UndeployAsync(id, stop);
        await cluster.SendAsync(ClusterRequest.Delete($"{Root}/models/{ClusterRequest.Escaped(id)}"), stop);
        if (connector is not null)
        {
            await cluster.FindAsync(ClusterRequest.Delete($"{Root}/connectors/{ClusterRequest.Escaped(connector)}"), stop);
        }
    }

    /// <summary>A model behind a connector; where fields encode themselves, they want to know that it gives sparse vectors.</summary>
    private async Task<JsonObject> RemoteAsync(string name, string described, string? connector, CancellationToken stop)
    {
        JsonObject model = new() { ["name"] = name, ["description"] = described, ["function_name"] = "remote", ["connector_id"] = connector };
        if ((await ClusterFacts.ReadAsync(cluster, stop)).Has(ClusterFeature.SemanticField))
        {
            model["model_config"] = new JsonObject { ["model_type"] = "SPARSE_ENCODING" };
        }

        return model;
    }

    private static JsonObject Joining(string? group, JsonObject model)
    {
        if (group is not null)
        {
            model["model_group_id"] = group;
        }

        return model;
    }

    private async Task<string> UploadAsync(ModelPackage package, string? group, IProgress<long>? progress, CancellationToken stop)
    {
        int pieces = (package.Bytes.Length + PieceLength - 1) / PieceLength;
        JsonElement registered = await cluster.SendAsync(
            ClusterRequest.Post($"{Root}/models/_register_meta", Joining(group, new JsonObject
            {
                ["name"] = package.Name,
                ["version"] = "1.0.0",
                ["model_format"] = package.Format,
                ["function_name"] = package.Function,
                ["model_content_hash_value"] = package.Hash,
                ["model_content_size_in_bytes"] = package.Bytes.Length,
                ["total_chunks"] = pieces,
                ["model_config"] = new JsonObject { ["model_type"] = "bert", ["embedding_dimension"] = 1, ["framework_type"] = "huggingface_transformers" }, // has to be there; nothing reads it
            })) with
            { IsRepeatable = false },
            stop);
        string id = registered.TextAt("model_id") ?? throw new OpenSearchException($"The cluster gave no id for {package.Name}. Call this again.");
        for (int piece = 0; piece < pieces; piece++)
        {
            int start = piece * PieceLength;
            ReadOnlyMemory<byte> bytes = package.Bytes.Slice(start, Math.Min(PieceLength, package.Bytes.Length - start));
            await cluster.SendAsync(new ClusterRequest(HttpMethod.Post, FormattableString.Invariant($"{Root}/models/{id}/upload_chunk/{piece}"), bytes), stop);
            progress?.Report(start + bytes.Length);
        }

        return id;
    }

    private async Task DeployAsync(string id, CancellationToken stop)
    {
        if ((await ReadAsync(id, stop)).TextAt("model_state") != Deployed)
        {
            await _tasks.EndAsync(await cluster.SendAsync(ClusterRequest.Post($"{Root}/models/{ClusterRequest.Escaped(id)}/_deploy"), stop), stop);
            await ClusterTasks.WaitAsync(async () => (await ReadAsync(id, stop)).TextAt("model_state") == Deployed, $"The model {id} was not deployed.", stop); // DEPLOYING for a moment after its task is done
        }
    }

    private async Task<JsonElement> ReadAsync(string id, CancellationToken stop) => await cluster.FindAsync(ClusterRequest.Get($"{Root}/models/{ClusterRequest.Escaped(id)}"), stop)
        ?? throw new OpenSearchException($"There is no model {id} in the cluster.");

    /// <summary>The id of a model of this name, in this group where one is meant, for which something holds; null where there is none.</summary>
    private async Task<string?> FindAsync(string name, string? group, Predicate<JsonElement> holds, CancellationToken stop)
    {
        JsonObject query = new()
        {
            ["size"] = 100,
            ["query"] = new JsonObject
            {
                ["bool"] = new JsonObject
                {
                    ["filter"] = new JsonArray(new JsonObject { ["term"] = new JsonObject { ["name.keyword"] = name } }),
                    ["must_not"] = new JsonArray(new JsonObject { ["exists"] = new JsonObject { ["field"] = "chunk_number" } }),
                },
            },
        };
        JsonElement? answer = await cluster.FindAsync(ClusterRequest.Post($"{Root}/models/_search", query), stop); // before the first model there is no index of them
        foreach (JsonElement hit in answer?.ItemsAt("hits", "hits") ?? [])
        {
            if (hit.At("_source") is { } found && (group is null || found.TextAt("model_group_id") == group) && holds(found))
            {
                return hit.TextAt("_id");
            }
        }

        return null;
    }
}
