using System.Text.Json;

namespace KoSparse.Search.Segments;

/// <summary>Keeps the documents whose field has a value; an array has each of its values.</summary>
/// <param name="Field">Name of a field of the document, besides id, title and text.</param>
/// <param name="Value">The text of a string, a number, <c>true</c> or <c>false</c>, exactly as given.</param>
public sealed record KeywordFilter(string Field, string Value)
{
    /// <summary>Characters of the longest value that can be filtered by; longer ones are stored only.</summary>
    public const int LongestValue = 256;

    /// <summary>The term of the keyword field.</summary>
    internal string Keyword => KeywordOf(Field, Value);

    /// <summary>The keywords of a document's fields.</summary>
    /// <param name="fields">A JSON object, or null.</param>
    internal static IEnumerable<string> Keywords(string? fields)
    {
        if (fields is null)
        {
            yield break;
        }

        using JsonDocument json = JsonDocument.Parse(fields);
        foreach (JsonProperty field in json.RootElement.EnumerateObject())
        {
            IEnumerable<JsonElement> values =
                field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray() : [field.Value];
            foreach (JsonElement value in values)
            {
                if (TextOf(value) is { Length: <= LongestValue } text)
                {
                    yield return KeywordOf(field.Name, text);
                }
            }
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string KeywordOf(string field, string value) => $"{field}\0{value}";
}
