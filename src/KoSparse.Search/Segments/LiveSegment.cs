using System.Numerics;
using System.Text;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>A segment with the documents of it that are not deleted.</summary>
/// <param name="Reader">The segment.</param>
/// <param name="Live">One bit per document, one ulong per block of 64; null when all are live.</param>
internal sealed record LiveSegment(SegmentReader Reader, ulong[]? Live)
{
    /// <summary>Number of documents that are not deleted.</summary>
    public int LiveCount { get; } =
        Live is null ? Reader.DocumentCount : Live.Sum(static bits => BitOperations.PopCount(bits));

    /// <summary>Terms of the texts of live documents, estimated from the mean when some are deleted.</summary>
    public long LiveTextLength =>
        Reader.DocumentCount == 0 ? 0 : (long)Math.Round((double)Reader.TextLength * LiveCount / Reader.DocumentCount);

    /// <summary>Opens a segment of a commit.</summary>
    /// <param name="folder">Folder of the index.</param>
    /// <param name="entry">What the commit says of it.</param>
    /// <param name="before">What an earlier commit that is open has under the same name: its reader serves on, where the file is the same.</param>
    /// <exception cref="IndexFormatException">It is damaged or missing.</exception>
    public static LiveSegment Open(string folder, SegmentEntry entry, SegmentReader? before = null)
    {
        string path = PathOf(folder, entry);
        try
        {
            SegmentReader reader = SegmentReader.Open(path);
            reader = before?.Checksum == reader.Checksum ? before : reader;
            return reader.DocumentCount == entry.Documents
                ? new LiveSegment(reader, entry.Deletions is null ? null : Deletions.Read(Path.Combine(folder, entry.Deletions), entry.Documents))
                : throw IndexFormatException.Damaged(path, $"has {reader.DocumentCount} documents, the index expects {entry.Documents}");
        }
        catch (IOException fault)
        {
            throw new IndexFormatException(
                $"{path} cannot be opened ({fault.Message}) Copy it from a backup, or build the index again.", fault);
        }
        catch (Exception fault) when (IndexFormatException.CanMeanDamage(fault))
        {
            throw IndexFormatException.Of(path, fault);
        }
    }

    /// <summary>Path of a segment's file, which is the name of its reader.</summary>
    public static string PathOf(string folder, SegmentEntry entry) => Path.Combine(folder, entry.File);

    /// <summary>Whether a document is not deleted.</summary>
    public bool IsLive(int document) => Live is null || (Live[document >> 6] >> (document & 63) & 1) == 1;

    /// <summary>The live documents that pass all filters, as <see cref="Live"/>; empty when all documents do.</summary>
    public ulong[] Allowed(IReadOnlyList<KeywordFilter> filters)
    {
        ulong[] allowed = Live ?? [];
        foreach (KeywordFilter filter in filters)
        {
            ulong[] passing = Passing(filter);
            allowed = allowed.Length == 0 ? passing : [.. allowed.Zip(passing, static (a, b) => a & b)];
        }

        return allowed;
    }

    /// <summary>The same segment without some of its documents.</summary>
    public LiveSegment Without(IEnumerable<int> documents)
    {
        ulong[] live = Live is null ? AllLive(Reader.DocumentCount) : [.. Live];
        foreach (int document in documents)
        {
            live[document >> 6] &= ~(1ul << (document & 63));
        }

        return new LiveSegment(Reader, live);
    }

    private ulong[] Passing(KeywordFilter filter)
    {
        ulong[] passing = new ulong[(Reader.DocumentCount + 63) / 64];
        foreach (int list in filter.Terms.Select(term => Reader.Keywords.Terms.Find(Encoding.UTF8.GetBytes(term))).Where(list => list >= 0))
        {
            foreach (int document in Reader.Keywords.Postings.Decode(list).Documents)
            {
                passing[document >> 6] |= 1ul << (document & 63);
            }
        }

        return passing;
    }

    private static ulong[] AllLive(int documents)
    {
        ulong[] live = new ulong[(documents + 63) / 64];
        Array.Fill(live, ulong.MaxValue);
        if (documents % 64 > 0)
        {
            live[^1] = (1ul << (documents % 64)) - 1;
        }

        return live;
    }
}
