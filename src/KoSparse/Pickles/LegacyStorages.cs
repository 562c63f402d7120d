using System.Buffers.Binary;
using System.Numerics;

namespace KoSparse.Pickles;

/// <summary>A checkpoint as <c>torch.save</c> wrote it before version 1.6: five pickles, then each storage's count and numbers.</summary>
internal sealed class LegacyStorages : IStorages
{
    private const long Protocol = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    private readonly FileStream _file;
    private readonly IReadOnlyList<string> _keys;
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);

    private LegacyStorages(FileStream file, IReadOnlyList<string> keys) => (_file, _keys) = (file, keys);

    /// <summary>Reads the pickles of a file.</summary>
    /// <param name="file">The file; disposed with the storages, or by the caller when this throws.</param>
    public static (IStorages Storages, object? Root) Open(FileStream file)
    {
        if (!Magic.Equals(RestrictedUnpickler.Read(file)) || RestrictedUnpickler.Read(file) is not Protocol)
        {
            throw new FormatException("neither a ZIP archive nor an older file of torch.save");
        }

        if (RestrictedUnpickler.Read(file) is Dictionary<string, object?> system && system.GetValueOrDefault("little_endian") is false)
        {
            throw new FormatException("its numbers are big-endian");
        }

        object? root = RestrictedUnpickler.Read(file);
        string[] keys = RestrictedUnpickler.Read(file) is List<object?> list && list.All(k => k is string)
            ? [.. list.Cast<string>()]
            : throw new FormatException("the list of its storages is missing");
        return (new LegacyStorages(file, keys), root);
    }

    /// <inheritdoc/>
    public void Locate(IReadOnlyDictionary<string, Storage> storages)
    {
        Span<byte> counted = stackalloc byte[sizeof(long)];
        foreach (string key in _keys)
        {
            _file.ReadExactly(counted);
            long count = BinaryPrimitives.ReadInt64LittleEndian(counted);
            if (!storages.TryGetValue(key, out Storage? storage) || count != storage.Count || _file.Length - _file.Position < storage.ByteLength)
            {
                throw new FormatException($"storage '{key}' of {count} numbers is not what its tensors need, or cut off");
            }

            _places[key] = _file.Position;
            _file.Position += storage.ByteLength;
        }

        if (storages.Keys.FirstOrDefault(key => !_places.ContainsKey(key)) is { } missing)
        {
            throw new FormatException($"storage '{missing}' is missing");
        }
    }

    /// <inheritdoc/>
    public void Read(Storage storage, long offset, Span<byte> destination)
    {
        lock (_file)
        {
            _file.Position = _places[storage.Key] + offset;
            _file.ReadExactly(destination);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
