using System.Text.Json.Nodes;
using KoSparse.OpenSearch.Facts;
using KoSparse.Text;

namespace KoSparse.OpenSearch.Indices;

/// <summary>The settings and mappings of an index for a model's vectors: vector, title, text, and further fields to filter by.</summary>
public static class IndexMapping
{
    /// <summary>Under <c>_meta</c>: whose tokens the terms are.</summary>
    internal const string Meta = "kosparse";

    /// <summary>Ids of <c>sparse_vector</c> are counted modulo this: others would be taken for each other.</summary>
    private const int SparseVectorTokens = 32_768;

    private const string Korean = "korean";

    /// <summary>What <c>PUT INDEX</c> is sent.</summary>
    /// <param name="tokenizer">Whose tokens the terms are.</param>
    /// <param name="facts">The cluster.</param>
    /// <param name="options">How the index is made.</param>
    /// <exception cref="OpenSearchException">This cluster cannot hold these vectors so.</exception>
    public static JsonObject Of(Tokenizer tokenizer, ClusterFacts facts, IndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfUnable(tokenizer, facts, options);
        bool nori = facts.Has(ClusterFeature.KoreanAnalyzer);
        JsonObject index = [];
        if (options.Kind == VectorFieldKind.SparseVector)
        {
            index["sparse"] = true;
        }

        AddWhereSaid(index, "number_of_shards", options.Shards);
        AddWhereSaid(index, "number_of_replicas", options.Replicas);
        if (nori)
        {
            index["analysis"] = Analysis();
        }

        string analyzer = nori ? Korean : "cjk"; // pairs of syllables, which every cluster has
        JsonObject text = new() { ["type"] = "text", ["analyzer"] = analyzer };
        JsonObject properties = new() { ["title"] = text.DeepClone() };
        if (options.Semantic is { } models)
        {
            properties[SemanticModels.Text] = Semantic(models, analyzer, facts);
        }
        else
        {
            properties[options.Field] = Vector(options);
            properties["text"] = text;
        }

        return new()
        {
            ["settings"] = new JsonObject { ["index"] = index },
            ["mappings"] = new JsonObject
            {
                ["_meta"] = new JsonObject
                {
                    [Meta] = new JsonObject { ["field"] = options.Semantic is null ? options.Field : SemanticModels.Vector, ["terms"] = options.Kind == VectorFieldKind.SparseVector ? "ids" : "tokens", ["tokenizer"] = tokenizer.Hash },
                },
                ["dynamic_templates"] = new JsonArray(new JsonObject
                {
                    ["texts_to_filter_by"] = new JsonObject { ["match_mapping_type"] = "string", ["mapping"] = new JsonObject { ["type"] = "keyword", ["ignore_above"] = 1024 } },
                }),
                ["properties"] = properties,
            },
        };
    }

    private static void ThrowIfUnable(Tokenizer tokenizer, ClusterFacts facts, IndexOptions options)
    {
        if (options is { Semantic: not null, Kind: VectorFieldKind.SparseVector })
        {
            throw new ArgumentException("A text that encodes itself keeps rank_features: sparse_vector has no effect on it.", nameof(options));
        }

        if (options.Semantic is not null)
        {
            ThrowIfMissing(facts, ClusterFeature.SemanticField, "semantic fields need", "Take rank_features, and an ingest pipeline.");
        }

        if (options.Kind != VectorFieldKind.SparseVector)
        {
            return;
        }

        ThrowIfMissing(facts, ClusterFeature.SparseVector, "sparse_vector needs", "Take rank_features.");
        if (tokenizer.Vocabulary.Count > SparseVectorTokens)
        {
            throw new OpenSearchException(
                $"sparse_vector counts ids modulo {SparseVectorTokens:N0}, and the vocabulary has {tokenizer.Vocabulary.Count:N0} tokens: some would be taken for others. Take rank_features.");
        }
    }

    private static void ThrowIfMissing(ClusterFacts facts, ClusterFeature feature, string needed, string instead)
    {
        if (!facts.Has(feature))
        {
            throw new OpenSearchException($"{needed} OpenSearch {feature.Since} with {feature.Plugin}; this is {facts.Version}. {instead}");
        }
    }

    private static JsonObject Vector(IndexOptions options)
    {
        if (options.Kind == VectorFieldKind.RankFeatures)
        {
            return new() { ["type"] = "rank_features" };
        }

        VectorCeilings ceilings = options.Ceilings ?? throw new ArgumentException("sparse_vector needs the largest weights of the model.", nameof(options));
        return new()
        {
            ["type"] = "sparse_vector",
            ["method"] = new JsonObject
            {
                ["name"] = "seismic",
                ["parameters"] = new JsonObject { ["quantization_ceiling_ingest"] = Rounded(ceilings.Document), ["quantization_ceiling_search"] = Rounded(ceilings.Question) },
            },
        };
    }

    /// <summary>A text that is searched by words as any other, and makes its vector (<c>rank_features</c>) by itself.</summary>
    private static JsonObject Semantic(SemanticModels models, string analyzer, ClusterFacts facts)
    {
        JsonObject field = new() { ["type"] = "semantic", ["model_id"] = models.Documents, ["analyzer"] = analyzer };
        if (models.Questions is { } questions)
        {
            field["search_model_id"] = questions;
        }

        if (facts.Has(ClusterFeature.SemanticPruning))
        {
            field["sparse_encoding_config"] = new JsonObject { ["prune_type"] = "none" }; // our vectors are pruned already
        }

        return field;
    }

    /// <summary>Stems without particles and endings: what of a compound stands for itself stands beside the whole.</summary>
    private static JsonObject Analysis() => new()
    {
        ["tokenizer"] = new JsonObject { [Korean] = new JsonObject { ["type"] = "nori_tokenizer", ["decompound_mode"] = "mixed" } },
        ["analyzer"] = new JsonObject
        {
            [Korean] = new JsonObject { ["type"] = "custom", ["tokenizer"] = Korean, ["filter"] = new JsonArray("nori_part_of_speech", "nori_readingform", "lowercase") },
        },
    };

    private static void AddWhereSaid(JsonObject index, string name, int? value)
    {
        if (value is { } number)
        {
            index[name] = number;
        }
    }

    /// <summary>To a tenth above, so that the largest weight itself is not cut.</summary>
    private static decimal Rounded(float ceiling) => Math.Ceiling((decimal)ceiling * 10) / 10;
}
