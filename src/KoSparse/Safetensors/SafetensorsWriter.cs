using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using KoSparse.Files;
using KoSparse.Tensors;
using Microsoft.Win32.SafeHandles;

namespace KoSparse.Safetensors;

/// <summary>Writes one safetensors file beside its place and moves it there when complete: a half-written file is never found.</summary>
/// <remarks>
/// The table is written first, so entries are given at once; the data follows in any order and, for tensors above 2 GiB, in parts.
/// Without <see cref="Complete"/>, disposal leaves the old file as it was.
/// </remarks>
public sealed class SafetensorsWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly string _path;
    private readonly string _temporary;
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private bool _isComplete;

    /// <summary>Creates the file.</summary>
    /// <param name="path">Where it will be.</param>
    /// <param name="entries">The tensors; names differ.</param>
    /// <param name="metadata">Free-form texts, when given.</param>
    public SafetensorsWriter(
        string path, IReadOnlyList<TensorEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(entries);
        _path = path;
        _temporary = $"{path}.tmp"; // of one name: what a killed writer left is written over

        // Wide elements first: then every tensor is aligned to its own elements.
        TensorEntry[] ordered = [.. entries.OrderByDescending(e => e.Type.Size)];
        byte[] header = Header(ordered, metadata ?? new Dictionary<string, string>());
        long position = header.Length;
        foreach (TensorEntry entry in ordered)
        {
            if (entry.Name == SafetensorsFormat.MetadataName || !_places.TryAdd(entry.Name, new Place(position, entry.ByteLength)))
            {
                throw new ArgumentException($"The tensor name '{entry.Name}' is reserved or given twice.", nameof(entries));
            }

            position += entry.ByteLength;
        }

        _file = File.OpenHandle(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, position);
        RandomAccess.Write(_file, header, 0);
    }

    /// <summary>Writes the next bytes of a tensor, little-endian.</summary>
    /// <param name="name">One of the entries.</param>
    /// <param name="bytes">All of its data, or the part that follows what was written before.</param>
    /// <exception cref="ArgumentException">There is no such entry, or it has fewer bytes.</exception>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_places.TryGetValue(name, out Place place) || bytes.Length > place.Missing)
        {
            throw new ArgumentException($"{bytes.Length} bytes for '{name}', which lacks {place.Missing}.", nameof(name));
        }

        RandomAccess.Write(_file, bytes, place.Position);
        _places[name] = new Place(place.Position + bytes.Length, place.Missing - bytes.Length);
    }

    /// <summary>Brings the file to the disk and moves it to its place.</summary>
    /// <exception cref="InvalidOperationException">A tensor lacks data.</exception>
    public void Complete()
    {
        foreach ((string name, Place place) in _places)
        {
            if (place.Missing > 0)
            {
                throw new InvalidOperationException($"{_path}: tensor '{name}' lacks {place.Missing} bytes.");
            }
        }

        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        WholeFile.Put(_temporary, _path);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isComplete)
        {
            File.Delete(_temporary);
        }
    }

    private static byte[] Header(TensorEntry[] entries, IReadOnlyDictionary<string, string> metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        buffer.Write(stackalloc byte[SafetensorsFormat.LengthSize]); // filled in at the end
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            WriteTable(json, entries, metadata);
        }

        int padding = -buffer.WrittenCount & (SafetensorsFormat.Alignment - 1);
        buffer.Write("       "u8[..padding]);
        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafetensorsFormat.LengthSize);
        return header;
    }

    private static void WriteTable(Utf8JsonWriter json, TensorEntry[] entries, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsFormat.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        long offset = 0;
        foreach (TensorEntry entry in entries)
        {
            json.WriteStartObject(entry.Name);
            json.WriteString("dtype", SafetensorsFormat.NameOf(entry.Type));
            WriteNumbers(json, "shape", entry.Shape);
            WriteNumbers(json, "data_offsets", [offset, offset += entry.ByteLength]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    /// <summary>Where a tensor's next bytes go, and how many are still to come.</summary>
    private readonly record struct Place(long Position, long Missing);
}
