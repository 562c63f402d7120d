using System.Text.Json;
using KoSparse.Tensors;

namespace KoSparse.Safetensors;

/// <summary>Layout of a safetensors file: header length (8 bytes, little-endian), JSON header, tensors without gaps.</summary>
internal static class SafetensorsFormat
{
    /// <summary>Bytes of the header's length.</summary>
    public const int LengthSize = sizeof(ulong);

    /// <summary>Largest header that the reference implementation reads.</summary>
    public const long MaxHeaderLength = 100_000_000;

    /// <summary>The data begins at a multiple of this.</summary>
    public const int Alignment = 8;

    /// <summary>Name of the header's free-form part.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>The type's name in the header.</summary>
    public static string NameOf(TensorType type) => type == TensorType.Bool ? "BOOL" : type.ToString();

    /// <summary>Reads a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <param name="metadata">The free-form part is added to it.</param>
    /// <returns>Entries with their offset in the data, in the order of the offsets.</returns>
    /// <exception cref="FormatException">Anything is not as it should be.</exception>
    public static List<(TensorEntry Entry, long Offset)> ReadHeader(
        ReadOnlyMemory<byte> json, long dataLength, Dictionary<string, string> metadata)
    {
        List<(TensorEntry Entry, long Offset)> tensors = ReadTable(json, metadata);

        // Empty tensors share their offset with the next one and come first.
        tensors.Sort((a, b) => a.Offset != b.Offset
            ? a.Offset.CompareTo(b.Offset)
            : a.Entry.ByteLength.CompareTo(b.Entry.ByteLength));
        long end = 0;
        foreach ((TensorEntry entry, long offset) in tensors)
        {
            if (offset != end)
            {
                throw new FormatException($"tensor '{entry.Name}' begins at {offset}, not at {end}, where the one before it ends");
            }

            end += entry.ByteLength;
        }

        return end == dataLength
            ? tensors
            : throw new FormatException($"the tensors take {end} bytes, the file has {dataLength}");
    }

    private static List<(TensorEntry Entry, long Offset)> ReadTable(ReadOnlyMemory<byte> json, Dictionary<string, string> metadata)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            Require(document.RootElement, JsonValueKind.Object, "the header");
            List<(TensorEntry Entry, long Offset)> tensors = [];
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataName)
                {
                    ReadMetadata(property.Value, metadata);
                }
                else
                {
                    tensors.Add(ReadEntry(property.Name, property.Value));
                }
            }

            return tensors;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Invalid operation: a name with half of a surrogate pair, which JSON can spell and a string cannot hold.
            throw new FormatException($"the header is not JSON: {e.Message}", e);
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        Require(element, JsonValueKind.Object, MetadataName);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            Require(property.Value, JsonValueKind.String, property.Name);
            metadata[property.Name] = property.Value.GetString()!;
        }
    }

    private static (TensorEntry Entry, long Offset) ReadEntry(string name, JsonElement element)
    {
        Require(element, JsonValueKind.Object, name);
        string typeName = Field(element, name, "dtype", JsonValueKind.String).GetString()!;
        TensorType type = Enum.GetValues<TensorType>().Where(t => NameOf(t) == typeName).Cast<TensorType?>().FirstOrDefault()
            ?? throw new FormatException($"tensor '{name}' has the type '{typeName}', which KoSparse does not read");
        long[] shape = Numbers(Field(element, name, "shape", JsonValueKind.Array), name);
        long[] offsets = Numbers(Field(element, name, "data_offsets", JsonValueKind.Array), name);
        TensorEntry entry = new(name, type, shape);
        try
        {
            if (offsets is not [long begin, long end] || end - begin != entry.ByteLength)
            {
                throw new FormatException($"tensor '{name}' of shape [{string.Join(", ", shape)}] has the wrong length");
            }

            return (entry, begin);
        }
        catch (OverflowException e)
        {
            throw new FormatException($"tensor '{name}' of shape [{string.Join(", ", shape)}] is too large", e);
        }
    }

    private static JsonElement Field(JsonElement element, string name, string field, JsonValueKind kind)
    {
        if (!element.TryGetProperty(field, out JsonElement value))
        {
            throw new FormatException($"tensor '{name}' has no '{field}'");
        }

        Require(value, kind, name);
        return value;
    }

    private static long[] Numbers(JsonElement array, string name) =>
    [
        .. array.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Number && n.TryGetInt64(out long value) && value >= 0
            ? value
            : throw new FormatException($"tensor '{name}' has {n.GetRawText()} where a length is expected")),
    ];

    private static void Require(JsonElement element, JsonValueKind kind, string name)
    {
        if (element.ValueKind != kind)
        {
            throw new FormatException($"'{name}' holds {element.ValueKind} where {kind} is expected");
        }
    }
}
