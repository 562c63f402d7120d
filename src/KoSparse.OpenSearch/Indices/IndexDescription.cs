using System.Text.Json;
using KoSparse.Encoding;
using KoSparse.Encoding.Lines;

namespace KoSparse.OpenSearch.Indices;

/// <summary>What an index says of the vectors in it.</summary>
/// <param name="Name">Name of the index itself, where it was asked for by an alias.</param>
/// <param name="Id">Differs from that of an index of the same name that was there before.</param>
/// <param name="Field">Name of the vector's field.</param>
/// <param name="Kind">How vectors are held.</param>
/// <param name="HasIds">Whether terms are called by their ids, and not by their tokens.</param>
/// <param name="TokenizerHash">Whose tokens they are; null where nobody says.</param>
public sealed record IndexDescription(string Name, string Id, string Field, VectorFieldKind Kind, bool HasIds, string? TokenizerHash)
{
    /// <summary>The models of the cluster by which the text encodes itself; null where vectors are sent, or a pipeline makes them.</summary>
    public SemanticModels? Semantic { get; init; }

    /// <summary>Reads that of an index, or of the one behind an alias.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="index">Its name.</param>
    /// <param name="field">The vector's field, where the index was made by others.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OpenSearchException">There is no such index, or it has no such field.</exception>
    public static async Task<IndexDescription> ReadAsync(Cluster cluster, string index, string? field = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentException.ThrowIfNullOrEmpty(index);
        JsonElement answer = await cluster.FindAsync(ClusterRequest.Get(ClusterRequest.Escaped(index)), stop)
            ?? throw new OpenSearchException($"There is no index {index}. Make it: kosparse opensearch create {index} --model MODEL");
        JsonProperty[] found = [.. answer.EnumerateObject()];
        if (found.Length != 1)
        {
            throw new OpenSearchException($"{index} stands for {found.Length} indices: {string.Join(", ", found.Select(one => one.Name))}. Name one of them.");
        }

        JsonElement mappings = found[0].Value.At("mappings") ?? default;
        string name = field ?? mappings.TextAt("_meta", IndexMapping.Meta, "field") ?? new IndexOptions().Field;
        VectorFieldKind kind = mappings.TextAt(["properties", .. name.Replace(".", ".properties.", StringComparison.Ordinal).Split('.'), "type"]) switch
        {
            "rank_features" => VectorFieldKind.RankFeatures,
            "sparse_vector" => VectorFieldKind.SparseVector,
            var other => throw new OpenSearchException($"{index}: the field {name} is {other ?? "missing"}, and not rank_features or sparse_vector. Name the vector's field with --field."),
        };
        return new(
            found[0].Name,
            found[0].Value.TextAt("settings", "index", "uuid") ?? "",
            name,
            kind,
            kind == VectorFieldKind.SparseVector || mappings.TextAt("_meta", IndexMapping.Meta, "terms") == "ids",
            mappings.TextAt("_meta", IndexMapping.Meta, "tokenizer"))
        {
            Semantic = name == SemanticModels.Vector && mappings.At("properties", SemanticModels.Text) is { } text && text.TextAt("type") == "semantic"
                ? new SemanticModels(text.TextAt("model_id") ?? "", text.TextAt("search_model_id"))
                : null,
        };
    }

    /// <summary>How documents are written for this index.</summary>
    /// <param name="model">Whose vectors they are.</param>
    /// <param name="withVectors">Whether vectors are sent; a cluster that encodes makes them itself (<see cref="Semantic"/>, a pipeline).</param>
    /// <exception cref="OpenSearchException">The index holds the tokens of another vocabulary.</exception>
    public VectorFormat FormatFor(OpenModel model, bool withVectors = true)
    {
        ThrowIfOther(model);
        return VectorFormat.Of(
            "opensearch", new VectorFormatOptions(model.Tokenizer, model.Encoder.VocabularySize) { Ids = HasIds, Field = Field, HoldsVectors = withVectors });
    }

    /// <summary>Refuses a model whose tokens are not those of the index.</summary>
    /// <exception cref="OpenSearchException">The index holds the tokens of another vocabulary.</exception>
    public void ThrowIfOther(OpenModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (TokenizerHash is { } hash && hash != model.Tokenizer.Hash)
        {
            throw new OpenSearchException($"{Name} holds terms of another tokenizer than {model.Folder} has: nothing would be found. Name the model that it was made for, or build it anew (--reindex).");
        }
    }
}
