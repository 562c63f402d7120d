using System.Globalization;

namespace KoSparse.Search.Indexing;

/// <summary>Shares the memory that an index may take while it is written.</summary>
/// <remarks>The rest is left to the runtime and its collector, and to the parts of files that the system shows in memory.</remarks>
/// <param name="PostingBytes">Postings in memory before they are spilled; sorting them takes as much again, and both once more while the next are collected.</param>
/// <param name="IdBytes">Ids of a segment; when they take more, the next document belongs in the next one.</param>
/// <param name="ChunkCharacters">Characters of text that are encoded at a time; a longer one is encoded alone.</param>
internal sealed record IndexMemory(long PostingBytes, long IdBytes, int ChunkCharacters)
{
    private const int Postings = 32_000_000; // of a segment, whatever the memory: the same documents give the same segments
    private const int Documents = 1 << 20;

    /// <summary>A sixteenth for postings, an eighth for ids, a sixty-fourth for texts.</summary>
    /// <param name="megabytes">At least <see cref="IndexWriter.LeastMemory"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public static IndexMemory Of(int megabytes) => megabytes >= IndexWriter.LeastMemory
        ? new IndexMemory((long)megabytes << 16, (long)megabytes << 17, (int)Math.Min((long)megabytes << 13, int.MaxValue))
        : throw new ArgumentOutOfRangeException(nameof(megabytes), megabytes, string.Create(
            CultureInfo.InvariantCulture, $"Writing an index takes at least {IndexWriter.LeastMemory} MB of memory. Give it as much."));

    /// <summary>Whether a segment is full.</summary>
    public bool IsFull(int documents, long postings, long idBytes) =>
        postings > Postings || documents >= Documents || idBytes > IdBytes;
}
