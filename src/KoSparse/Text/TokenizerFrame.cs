using System.Text.Json;
using KoSparse.Text.Normalization;

namespace KoSparse.Text;

/// <summary>Reads the <c>post_processor</c> of <c>tokenizer.json</c>: which tokens stand around a text.</summary>
/// <param name="Opening">Ids before it.</param>
/// <param name="Closing">Ids after it.</param>
/// <param name="Trimming">Whether the white space of a piece is left out of its place.</param>
internal sealed record TokenizerFrame(IReadOnlyList<int> Opening, IReadOnlyList<int> Closing, TokenizerParts.BlankPlaces? Trimming)
{
    /// <summary>Reads the frame.</summary>
    /// <returns>Null when the file says nothing of it.</returns>
    public static TokenizerFrame? Read(JsonElement root)
    {
        TokenizerFrame? frame = null;
        foreach (JsonElement step in Steps(root))
        {
            TokenizerFrame before = frame ?? new([], [], null);
            frame = step.GetProperty("type").GetString() switch
            {
                "TemplateProcessing" => Template(step) with { Trimming = before.Trimming },
                "BertProcessing" => before with { Opening = [IdOf(step, "cls")], Closing = [IdOf(step, "sep")] },
                "RobertaProcessing" => new([IdOf(step, "cls")], [IdOf(step, "sep")], Blanks(step)),
                "ByteLevel" => before with { Trimming = Blanks(step) },
                string other => throw new NotSupportedException(
                    $"the post-processor '{other}' is not one of TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel"),
                null => throw new FormatException("a post-processor without type"),
            };
        }

        return frame;
    }

    /// <summary>Special tokens as the frame and the padding place them: by id, whatever the names say.</summary>
    public static Dictionary<string, int> Roles(JsonElement root)
    {
        Dictionary<string, int> roles = new(StringComparer.Ordinal);
        if (root.TryGetProperty("padding", out JsonElement padding) && padding.ValueKind == JsonValueKind.Object)
        {
            roles["padding"] = padding.GetProperty("pad_id").GetInt32();
        }

        TokenizerFrame? frame = Read(root);
        if (frame is { Opening: [int first, ..] })
        {
            roles["first"] = first;
        }

        if (frame is { Closing: [.., int last] })
        {
            roles["last"] = last;
        }

        return roles;
    }

    private static TokenizerFrame Template(JsonElement step)
    {
        JsonElement tokens = step.GetProperty("special_tokens");
        List<int> opening = [];
        List<int> closing = [];
        bool isAfter = false;
        foreach (JsonElement piece in step.GetProperty("single").EnumerateArray())
        {
            if (piece.TryGetProperty("SpecialToken", out JsonElement special))
            {
                (isAfter ? closing : opening).AddRange(
                    tokens.GetProperty(special.GetProperty("id").RequiredString()).GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()));
            }
            else
            {
                isAfter = true;
            }
        }

        return new TokenizerFrame(opening, closing, null);
    }

    private static JsonElement[] Steps(JsonElement root)
    {
        if (!root.TryGetProperty("post_processor", out JsonElement processor) || processor.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return processor.GetProperty("type").GetString() == "Sequence" ? [.. processor.GetProperty("processors").EnumerateArray()] : [processor];
    }

    private static int IdOf(JsonElement step, string name) => step.GetProperty(name)[1].GetInt32();

    private static TokenizerParts.BlankPlaces? Blanks(JsonElement step) => IsTrue(step, "trim_offsets") ? new(IsTrue(step, "add_prefix_space")) : null;

    private static bool IsTrue(JsonElement step, string name) => !step.TryGetProperty(name, out JsonElement value) || value.GetBoolean();
}
