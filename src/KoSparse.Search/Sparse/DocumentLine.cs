using System.Text.Json.Serialization;

namespace KoSparse.Search.Sparse;

/// <summary>A line of <c>documents.jsonl.gz</c>.</summary>
internal sealed record DocumentLine(
    [property: JsonPropertyName("_id")] string Id,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("text")] string Text);
