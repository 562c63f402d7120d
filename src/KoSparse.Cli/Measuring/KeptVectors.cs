using System.Globalization;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Safetensors;

namespace KoSparse.Cli.Measuring;

/// <summary>Encodes documents in parts and keeps each part on disk, so that an interrupt loses one part at most.</summary>
internal sealed class KeptVectors
{
    /// <summary>Documents in a part: enough of each length for full batches, few enough to lose.</summary>
    private const int PartSize = 500;

    private const string OriginFile = "made_of.json";

    private readonly string _folder;

    private KeptVectors(string folder) => _folder = folder;

    /// <summary>Opens the kept vectors of a method. Those that may not be used are removed; why, is told.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="origin">What they are made of.</param>
    /// <param name="reuse">Whether those of an earlier run may be used.</param>
    public static KeptVectors Open(string folder, VectorOrigin origin, bool reuse)
    {
        string file = Path.Combine(folder, OriginFile);
        string? reason = origin.ReasonAgainst(VectorOrigin.Read(file));
        if (reuse && reason is not null)
        {
            Console.WriteLine($"{folder}: no vectors reused, {reason}.");
        }

        if ((!reuse || reason is not null) && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        origin.Write(file);
        return new KeptVectors(folder);
    }

    /// <summary>The vectors of documents, in their order: those kept, and the others encoded and kept.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="what">The work, for its progress.</param>
    /// <param name="encode">Encodes some of them; ends where it reports when the user stops.</param>
    /// <param name="stop">Stops the encoding.</param>
    public IReadOnlyList<VectorRow> Encode(
        IReadOnlyList<Document> documents, string what, Func<Document[], IProgress<int>, IEnumerable<VectorRow>> encode, CancellationToken stop)
    {
        List<VectorRow> rows = new(documents.Count);
        using var progress = new ProgressLine($"{what}: documents", documents.Count, stop);
        try
        {
            foreach ((int number, Document[] part) in documents.Chunk(PartSize).Index())
            {
                int before = rows.Count;
                string file = Path.Combine(_folder, number.ToString("00000", CultureInfo.InvariantCulture) + ".safetensors");
                rows.AddRange(Kept(file, part.Length) ?? Written(file, encode(part, new After(before, progress))));
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine(
                $"Stopped: {rows.Count:N0} of {documents.Count:N0} documents are encoded and kept in {_folder}. Go on with --skip-setup.");
            throw;
        }

        return rows;
    }

    private static IReadOnlyList<VectorRow>? Kept(string file, int count)
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
            Console.Error.WriteLine($"{fault.Message} Encoding its documents again.");
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
    private sealed class After(int before, ProgressLine whole) : IProgress<int>
    {
        public void Report(int value) => whole.Report(before + value);
    }
}
