using System.Text.Json;
using KoSparse.Text.Normalization;

namespace KoSparse.Text.Pieces;

/// <summary>Reads Unigram and BPE from the <c>model</c> of Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class SpellerJson
{
    /// <summary>The id of the unknown token.</summary>
    /// <param name="model">The model.</param>
    /// <param name="entries">Its vocabulary.</param>
    public static int? Unknown(JsonElement model, (string Text, int Id)[] entries)
    {
        if (model.TryGetProperty("unk_id", out JsonElement id) && id.ValueKind == JsonValueKind.Number)
        {
            return id.GetInt32();
        }

        if (!model.TryGetProperty("unk_token", out JsonElement token) || token.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        string text = token.RequiredString();
        int place = Array.FindIndex(entries, e => e.Text == text);
        return place >= 0 ? entries[place].Id : throw new FormatException($"the vocabulary lacks its own unknown token '{text}'");
    }

    /// <summary>Reads a Unigram model.</summary>
    public static LikeliestPieces Unigram(JsonElement model)
    {
        (string Text, int Id, double Score)[] pieces =
        [
            .. model.GetProperty("vocab").EnumerateArray().Select((piece, id) => (piece[0].RequiredString(), id, piece[1].GetDouble())),
        ];
        int unknown = Unknown(model, []) ?? throw new NotSupportedException("a Unigram model without unknown token (unk_id)");
        int[]? bytes = IsTrue(model, "byte_fallback") ? BytePieces.Find(Ids(pieces.Select(p => (p.Text, p.Id)))) : null;
        return new LikeliestPieces([.. pieces.Where(p => p.Text.Length > 0)], pieces.Min(p => p.Score), unknown, bytes);
    }

    /// <summary>Reads a BPE model.</summary>
    public static MergedPieces Bpe(JsonElement model)
    {
        if (model.TryGetProperty("dropout", out JsonElement dropout) && dropout.ValueKind != JsonValueKind.Null && dropout.GetDouble() != 0)
        {
            throw new NotSupportedException($"BPE with dropout {dropout} is not read: a text would have other tokens each time");
        }

        (string prefix, string suffix) = Markers(model);
        if (prefix.Length + suffix.Length > 0 && IsTrue(model, "byte_fallback"))
        {
            throw new NotSupportedException("BPE with byte_fallback beside continuing_subword_prefix or end_of_word_suffix is not read");
        }

        (string Text, int Id)[] entries = [.. model.GetProperty("vocab").EnumerateObject().Select(t => (t.Name, t.Value.GetInt32()))];
        Dictionary<string, int> ids = Ids(entries);
        Dictionary<(int Left, int Right), MergedPieces.Merge> merges = [];
        int rank = 0;
        foreach (JsonElement merge in model.GetProperty("merges").EnumerateArray())
        {
            (string left, string right) = Pair(merge);
            string joined = right.StartsWith(prefix, StringComparison.Ordinal) ? left + right[prefix.Length..]
                : throw new FormatException($"the merge '{left} {right}' does not go on with a word, which begins with '{prefix}' there");
            merges[(IdOf(ids, left), IdOf(ids, right))] = new(rank++, IdOf(ids, joined));
        }

        return new MergedPieces(ids, merges)
        {
            Unknown = Unknown(model, entries),
            JoinsUnknown = IsTrue(model, "fuse_unk"),
            ContinuingPrefix = prefix,
            EndingSuffix = suffix,
            TakesWholeWords = IsTrue(model, "ignore_merges"),
            Bytes = IsTrue(model, "byte_fallback") ? BytePieces.Find(ids) : null,
        };
    }

    /// <summary>What pieces begin with that go on with a word, and what those end with that end one; empty where there is none.</summary>
    public static (string Prefix, string Suffix) Markers(JsonElement model)
    {
        string Of(string name) => model.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.RequiredString() : "";
        return (Of("continuing_subword_prefix"), Of("end_of_word_suffix"));
    }

    private static (string Left, string Right) Pair(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array)
        {
            return (merge[0].RequiredString(), merge[1].RequiredString());
        }

        string text = merge.RequiredString();
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 ? (text[..blank], text[(blank + 1)..]) : throw new FormatException($"the merge '{text}' is not a pair");
    }

    private static int IdOf(Dictionary<string, int> ids, string piece) =>
        ids.TryGetValue(piece, out int id) ? id : throw new FormatException($"the merges name '{piece}', which the vocabulary lacks");

    private static Dictionary<string, int> Ids(IEnumerable<(string Text, int Id)> entries)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach ((string text, int id) in entries)
        {
            ids.TryAdd(text, id);
        }

        return ids;
    }

    private static bool IsTrue(JsonElement model, string name) =>
        model.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
