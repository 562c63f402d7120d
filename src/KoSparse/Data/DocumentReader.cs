using System.Text.Json;

namespace KoSparse.Data;

/// <summary>Streams documents: <c>{"_id": …, "title": …, "text": …}</c>, the title optional.</summary>
public static class DocumentReader
{
    /// <summary>Reads documents one at a time.</summary>
    /// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
    /// <param name="options">How bad lines are met.</param>
    /// <exception cref="JsonLinesException">A line is bad, with file, line and reason.</exception>
    public static IEnumerable<Document> Read(string pattern, JsonLinesOptions? options = null) =>
        JsonLines.Read(pattern, Parse, options);

    private static Document Parse(JsonElement line)
    {
        string id = line.TryGetProperty("_id", out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetRawText()
            : line.RequiredText("_id");
        return new Document(id, line.OptionalText("title") ?? "", line.RequiredText("text"));
    }
}
