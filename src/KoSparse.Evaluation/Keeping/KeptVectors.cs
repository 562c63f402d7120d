using System.Globalization;
using KoSparse.Data;
using KoSparse.Safetensors;

namespace KoSparse.Evaluation.Keeping;

/// <summary>Encodes documents in parts and keeps each part on disk, so that an interrupt loses one part at most.</summary>
public sealed class KeptVectors
{
    /// <summary>Documents in a part: enough of each length for full batches, few enough to lose.</summary>
    private const int PartSize = 500;

    private const string OriginFile = "made_of.json";

    private readonly string _folder;

    private KeptVectors(string folder, string? refused) => (_folder, Refused) = (folder, refused);

    /// <summary>Why vectors that were to be used again are not; null where they are, or nobody asked for it.</summary>
    public string? Refused { get; }

    /// <summary>Documents whose vectors the last <see cref="Encode"/> had, kept or new; fewer than all where it was stopped.</summary>
    public int Done { get; private set; }

    /// <summary>Opens the kept vectors of a method. Those that may not be used are removed.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="origin">What they are made of.</param>
    /// <param name="reuse">Whether those of an earlier run may be used.</param>
    public static KeptVectors Open(string folder, VectorOrigin origin, bool reuse)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(origin);
        string file = Path.Combine(folder, OriginFile);
        string? reason = origin.ReasonAgainst(VectorOrigin.Read(file));
        if ((!reuse || reason is not null) && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        origin.Write(file);
        return new KeptVectors(folder, reuse ? reason : null);
    }

    /// <summary>The vectors of documents, in their order: those kept, and the others encoded and kept.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="encode">Encodes some of them, and reports how many of those are done.</param>
    /// <param name="progress">Told the number of documents done so far, when given.</param>
    /// <param name="tell">Told about parts that are damaged and encoded again, when given.</param>
    /// <param name="cancellation">Stops where the encoding reports; the parts before are kept.</param>
    public IReadOnlyList<VectorRow> Encode(
        IReadOnlyList<Document> documents,
        Func<Document[], IProgress<int>, IEnumerable<VectorRow>> encode,
        IProgress<int>? progress = null,
        Action<string>? tell = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(encode);
        List<VectorRow> rows = new(documents.Count);
        Done = 0;
        foreach ((int number, Document[] part) in documents.Chunk(PartSize).Index())
        {
            string file = Path.Combine(_folder, number.ToString("00000", CultureInfo.InvariantCulture) + ".safetensors");
            rows.AddRange(Kept(file, part.Length, tell) ?? Written(file, encode(part, new After(rows.Count, progress, cancellation))));
            Done = rows.Count;
        }

        return rows;
    }

    private static IReadOnlyList<VectorRow>? Kept(string file, int count, Action<string>? tell)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return VectorFile.Read(file, count);
        }
        catch (SafetensorsException fault)
        {
            tell?.Invoke($"{fault.Message} Encoding its documents again.");
            return null;
        }
    }

    private static VectorRow[] Written(string file, IEnumerable<VectorRow> encoded)
    {
        VectorRow[] rows = [.. encoded];
        VectorFile.Write(file, rows);
        return rows;
    }

    /// <summary>Progress within a part, told as that of the whole.</summary>
    private sealed class After(int before, IProgress<int>? whole, CancellationToken cancellation) : IProgress<int>
    {
        public void Report(int value)
        {
            cancellation.ThrowIfCancellationRequested();
            whole?.Report(before + value);
        }
    }
}
