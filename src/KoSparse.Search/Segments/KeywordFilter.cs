using System.Text.Json;
using KoSparse.Data;

namespace KoSparse.Search.Segments;

/// <summary>Keeps the documents whose field has a value; an array has each of its values.</summary>
/// <param name="Field">Name of a field of the document, besides id, title and text.</param>
/// <param name="Value">The text of a string, exactly as given, <c>true</c>, <c>false</c>, or a number in any way of writing it.</param>
public sealed record KeywordFilter(string Field, string Value)
{
    /// <summary>Characters of the longest value that can be filtered by; longer ones are stored only.</summary>
    public const int LongestValue = 256;

    /// <summary>The terms of the keyword field of which a document has one: the value as a text, and as a number where it is one.</summary>
    internal IReadOnlyList<string> Terms => NumberText.Canonical(Value) is { } number && number != Value
        ? [KeywordOf(Field, Value), KeywordOf(Field, number)]
        : [KeywordOf(Field, Value)];

    /// <summary>The keywords of a document's fields.</summary>
    /// <exception cref="ArgumentException">They are no JSON object.</exception>
    internal static IReadOnlyList<string> Keywords(Document document)
    {
        if (document.Fields is null)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(document.Fields);
            return [.. json.RootElement.EnumerateObject().SelectMany(KeywordsOf)];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The last: not an object, or half of a surrogate pair, which JSON can spell and a string cannot hold.
            throw new ArgumentException($"The fields of document '{document.Id}' cannot be read as a JSON object: {fault.Message}", nameof(document), fault);
        }
    }

    private static IEnumerable<string> KeywordsOf(JsonProperty field)
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

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => NumberText.Canonical(value.GetRawText()) ?? value.GetRawText(),
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string KeywordOf(string field, string value) => $"{field}\0{value}";
}
