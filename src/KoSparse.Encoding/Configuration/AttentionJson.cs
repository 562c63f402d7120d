using System.Text.Json.Nodes;

namespace KoSparse.Encoding.Configuration;

/// <summary>ModernBERT's part of a <c>config.json</c>: <c>rope_parameters</c> and <c>layer_types</c>, or the names of files before transformers 5.</summary>
internal static class AttentionJson
{
    private const string Global = "full_attention";
    private const string Local = "sliding_attention";

    /// <summary>Reads either form; where a file has both, the newer one counts.</summary>
    /// <param name="json">The file.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="CheckpointException">Layers or positions of a kind that is not ours.</exception>
    public static AttentionPattern Read(JsonObject json, int layers, string path)
    {
        AttentionPattern start = new();
        double global = Theta(json, Global, path) ?? json["global_rope_theta"]?.GetValue<double>() ?? start.GlobalTheta;
        bool localIsGlobal = json.ContainsKey("local_rope_theta") && json["local_rope_theta"] is null;
        AttentionPattern pattern = start with
        {
            GlobalEvery = json["global_attn_every_n_layers"]?.GetValue<int>() ?? start.GlobalEvery,
            Window = json["local_attention"]?.GetValue<int>() ?? start.Window,
            GlobalTheta = global,
            LocalTheta = Theta(json, Local, path) ?? json["local_rope_theta"]?.GetValue<double>() ?? (localIsGlobal ? global : start.LocalTheta),
        };
        return json["layer_types"] is JsonArray types ? pattern with { GlobalEvery = Regular(types, layers, pattern.GlobalEvery, path) } : pattern;
    }

    /// <summary>Both forms: readers of either find theirs.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(EncoderConfig encoder)
    {
        AttentionPattern pattern = encoder.Attention;
        return
        [
            new("global_attn_every_n_layers", pattern.GlobalEvery),
            new("local_attention", pattern.Window),
            new("global_rope_theta", pattern.GlobalTheta),
            new("local_rope_theta", pattern.LocalTheta),
            new("layer_types", new JsonArray([.. Enumerable.Range(0, encoder.Layers).Select(i => JsonValue.Create(pattern.IsGlobal(i) ? Global : Local))])),
            new("rope_parameters", new JsonObject { [Global] = Rope(pattern.GlobalTheta), [Local] = Rope(pattern.LocalTheta) }),
        ];

        static JsonObject Rope(double theta) => new() { ["rope_type"] = "default", ["rope_theta"] = theta };
    }

    /// <summary>Every how many layers one is global; as the file says elsewhere, where that is what the types show.</summary>
    private static int Regular(JsonArray types, int layers, int said, string path)
    {
        string[] kinds = [.. types.Select(type => type?.GetValue<string>() ?? "null")];
        if (kinds.Length != layers || kinds.FirstOrDefault(kind => kind is not (Global or Local)) is not null)
        {
            throw new CheckpointException(
                $"{path}: layer_types names {kinds.Length} layers of the kinds {string.Join(", ", kinds.Distinct())}; KoSparse reads " +
                $"{Global} and {Local}, one for each of num_hidden_layers ({layers}). Mend the file, or get it again.");
        }

        int second = 1 + kinds.Skip(1).TakeWhile(kind => kind != Global).Count(); // the number of layers where there is none
        return new[] { said, second }.Where(every => every > 0 && kinds.Index().All(kind => kind.Index % every == 0 == (kind.Item == Global))).FirstOrDefault()
            is > 0 and var regular
            ? regular
            : throw new CheckpointException(
                $"{path}: layer_types is not regular: KoSparse reads one {Global} layer in every n, the first included. Choose another encoder.");
    }

    private static double? Theta(JsonObject json, string kind, string path)
    {
        JsonNode? rope = json["rope_parameters"]?[kind];
        string type = rope?["rope_type"]?.GetValue<string>() ?? "default";
        return type == "default" ? rope?["rope_theta"]?.GetValue<double>() : throw new CheckpointException(
            $"{path}: rope_parameters.{kind}.rope_type '{type}' is not supported; only 'default' is. Choose another encoder.");
    }
}
