using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.Files;

/// <summary>Reads the settings of a JSON object one by one, each as the type that it has, and tells of those that nobody asked for.</summary>
/// <remarks>For what a search waits for at its start: a serializer takes longer to learn a type than all of the reading.</remarks>
/// <param name="json">The object.</param>
public sealed class JsonSection(JsonObject json)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="otherwise">Its value where the section does not say; null where the section must.</param>
    /// <exception cref="JsonException">It is missing or something else.</exception>
    public int WholeNumber(string name, int? otherwise = null) => Number(name, otherwise) is var value && value == (int)value ? (int)value : throw Fault(name, "a whole number");

    /// <summary>A whole number of at most 2^53.</summary>
    /// <inheritdoc cref="WholeNumber"/>
    public long LargeNumber(string name) => Number(name) is var value && value == (long)value ? (long)value : throw Fault(name, "a whole number");

    /// <summary>A number.</summary>
    /// <inheritdoc cref="WholeNumber"/>
    public double Number(string name, double? otherwise = null) =>
        TryFind(name, out JsonNode? value) ? Of(value, JsonValueKind.Number, name, "a number").GetValue<double>() : otherwise ?? throw Missing(name);

    /// <summary>A number; null where the section says null or nothing.</summary>
    /// <inheritdoc cref="WholeNumber"/>
    public double? NumberOrNull(string name) => TryFind(name, out JsonNode? value) && value is not null ? Number(name) : null;

    /// <summary>True or false.</summary>
    /// <inheritdoc cref="WholeNumber"/>
    public bool Flag(string name, bool? otherwise = null)
    {
        if (!TryFind(name, out JsonNode? value))
        {
            return otherwise ?? throw Missing(name);
        }

        return value?.GetValueKind() == JsonValueKind.True
            || (value?.GetValueKind() == JsonValueKind.False ? false : throw Fault(name, "true or false"));
    }

    /// <summary>A text.</summary>
    /// <inheritdoc cref="WholeNumber"/>
    public string Text(string name, string? otherwise = null)
    {
        if (!TryFind(name, out JsonNode? value))
        {
            return otherwise ?? throw Missing(name);
        }

        try
        {
            return Of(value, JsonValueKind.String, name, "a text").GetValue<string>();
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException($"{PathOf(name)}: {JsonFile.HalfPair}", fault);
        }
    }

    /// <summary>A text among some, as its place among them.</summary>
    /// <inheritdoc cref="WholeNumber"/>
    public int Choice(string name, string[] names, int? otherwise = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        int place = otherwise is int none && !TryFind(name, out _) ? none : Array.IndexOf(names, Text(name));
        return place >= 0 ? place : throw Fault(name, $"one of {string.Join(", ", names)}");
    }

    /// <summary>A text among some, as its place among them; null where the section says null or nothing.</summary>
    /// <inheritdoc cref="Choice"/>
    public int? ChoiceOrNull(string name, string[] names) => TryFind(name, out JsonNode? value) && value is not null ? Choice(name, names) : null;

    /// <summary>A section in this one; null where this one does not say.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="mayBeNull">Whether null says that there is none.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public JsonSection? Section(string name, bool mayBeNull = false) =>
        TryFind(name, out JsonNode? value) && !(mayBeNull && value is null) ? new JsonSection(Of(value, JsonValueKind.Object, name, "an object").AsObject()) : null;

    /// <summary>Sections in a list.</summary>
    /// <inheritdoc cref="WholeNumber"/>
    public JsonSection[] Sections(string name) =>
        [.. List(name).Select(section => new JsonSection(Of(section, JsonValueKind.Object, name, "a list of objects").AsObject()))];

    /// <summary>Whole numbers in a list; null where the section says null or nothing.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public int[]? WholeNumbersOrNull(string name)
    {
        if (!TryFind(name, out JsonNode? value) || value is null)
        {
            return null;
        }

        JsonArray list = List(name);
        int[] numbers = new int[list.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = list[i] is JsonValue number && number.TryGetValue(out int whole) ? whole : throw Fault(name, "a list of whole numbers");
        }

        return numbers;
    }

    /// <summary>For the end of a section that people edit: a misspelt name is a fault, not ignored.</summary>
    /// <exception cref="JsonException">There are names that nobody asked for.</exception>
    public void ThrowIfUnknown()
    {
        foreach ((string name, _) in json)
        {
            if (!_known.Contains(name))
            {
                throw new JsonException($"there is no setting '{PathOf(name)}'; known are {string.Join(", ", _known)}");
            }
        }
    }

    private JsonArray List(string name) => TryFind(name, out JsonNode? value) ? Of(value, JsonValueKind.Array, name, "a list").AsArray() : throw Missing(name);

    private bool TryFind(string name, out JsonNode? value)
    {
        _known.Add(name);
        return json.TryGetPropertyValue(name, out value);
    }

    private JsonNode Of(JsonNode? value, JsonValueKind kind, string name, string expected) =>
        value?.GetValueKind() == kind ? value : throw Fault(name, expected);

    private JsonException Fault(string name, string expected) =>
        new($"{PathOf(name)}: must be {expected}, is {json[name]?.ToJsonString() ?? "null"}");

    private JsonException Missing(string name) => new($"{PathOf(name)}: is missing");

    private string PathOf(string name) => $"{json.GetPath()}.{name}"[2..];
}
