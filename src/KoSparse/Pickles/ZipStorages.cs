using System.IO.Compression;
using System.Text;

namespace KoSparse.Pickles;

/// <summary>A checkpoint as <c>torch.save</c> writes it since version 1.6: <c>NAME/data.pkl</c>, and <c>NAME/data/KEY</c> for each storage.</summary>
internal sealed class ZipStorages : IStorages
{
    private const string PickleName = "/data.pkl";

    private readonly ZipArchive _archive;
    private readonly string _folder;

    private ZipStorages(ZipArchive archive, string folder) => (_archive, _folder) = (archive, folder);

    /// <summary>Reads the pickle of an archive.</summary>
    /// <param name="file">The file; disposed with the storages, or when this throws.</param>
    public static (IStorages Storages, object? Root) Open(FileStream file)
    {
        var archive = new ZipArchive(file, ZipArchiveMode.Read);
        try
        {
            ZipArchiveEntry pickle = archive.Entries.FirstOrDefault(e => e.FullName.EndsWith(PickleName, StringComparison.Ordinal))
                ?? throw new FormatException("it has no data.pkl: a ZIP archive, but none of torch.save");
            string folder = pickle.FullName[..^PickleName.Length];
            using Stream stream = pickle.Open();
            object? root = RestrictedUnpickler.Read(stream);
            return archive.GetEntry($"{folder}/byteorder") is { } order && Text(order) != "little"
                ? throw new FormatException("its numbers are big-endian")
                : (new ZipStorages(archive, folder), root);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Locate(IReadOnlyDictionary<string, Storage> storages)
    {
        foreach (Storage storage in storages.Values)
        {
            if (Entry(storage).Length < storage.ByteLength)
            {
                throw new FormatException($"storage '{storage.Key}' has {Entry(storage).Length} bytes, its tensors need {storage.ByteLength}");
            }
        }
    }

    /// <inheritdoc/>
    public void Read(Storage storage, long offset, Span<byte> destination)
    {
        lock (_archive)
        {
            using Stream stream = Entry(storage).Open();
            Skip(stream, offset);
            stream.ReadExactly(destination);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private static string Text(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        byte[] text = new byte[6];
        return Encoding.ASCII.GetString(text, 0, stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false));
    }

    private static void Skip(Stream stream, long count)
    {
        byte[] skipped = new byte[(int)Math.Min(count, 1 << 16)];
        for (long left = count; left > 0; left -= skipped.Length)
        {
            stream.ReadExactly(skipped, 0, (int)Math.Min(left, skipped.Length));
        }
    }

    private ZipArchiveEntry Entry(Storage storage) =>
        _archive.GetEntry($"{_folder}/data/{storage.Key}") ?? throw new FormatException($"storage '{storage.Key}' is missing");
}
