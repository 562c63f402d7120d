using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace KoSparse.Data;

/// <summary>Streams documents: <c>{"_id": …, "title": …, "text": …}</c>, the title optional, further fields kept.</summary>
public static class DocumentReader
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Reads documents one at a time.</summary>
    /// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
    /// <param name="options">How bad lines are met.</param>
    /// <exception cref="JsonLinesException">A line is bad, with file, line and reason.</exception>
    public static IEnumerable<Document> Read(string pattern, JsonLinesOptions? options = null) =>
        JsonLines.Read(pattern, Parse, options);

    /// <summary>Reads documents of a stream one at a time, which is closed at its end.</summary>
    /// <param name="stream">UTF-8, not packed.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="JsonLinesException">A line is bad, with name, line and reason.</exception>
    public static IEnumerable<Document> Read(Stream stream, string name) => JsonLines.Read(stream, name, Parse);

    private static Document Parse(JsonElement line)
    {
        string id = line.TryGetProperty("_id", out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetRawText()
            : line.RequiredText("_id");
        return new Document(id, line.OptionalText("title") ?? "", line.RequiredText("text")) { Fields = FurtherFields(line) };
    }

    private static string? FurtherFields(JsonElement line)
    {
        var further = new JsonObject();
        foreach (JsonProperty field in line.EnumerateObject())
        {
            if (field.Name is not ("_id" or "title" or "text"))
            {
                further[field.Name] = JsonNode.Parse(field.Value.GetRawText());
            }
        }

        return further.Count > 0 ? further.ToJsonString(Readable) : null;
    }
}
