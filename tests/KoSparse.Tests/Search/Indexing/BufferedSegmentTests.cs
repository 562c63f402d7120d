using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Indexing;
using KoSparse.Search.Postings;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class BufferedSegmentTests : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>What was half written when the disk was full never becomes a segment, even where there is room again.</summary>
    [Fact]
    public void Finish_AfterAFaultOfTheDisk_IsRefused_Issue19()
    {
        using (Scratch full = new(() => throw new IOException("No space left on device")))
        using (BufferedSegment segment = new(_files.File("segment"), new KoreanAnalyzer(), PostingFormat.Bytes, new IndexMemory(PostingBytes: 1, 1000, 1000), full))
        {
            Add(segment, "첫째");
            Assert.Throws<IOException>(() => Add(segment, "둘째"));

            Assert.Throws<InvalidOperationException>(() => segment.Finish(meanLength: 1));
            Assert.Contains(
                "as it was last committed", Assert.Throws<InvalidOperationException>(() => Add(segment, "셋째")).Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(_files.Path));
    }

    private static void Add(BufferedSegment segment, string id) =>
        segment.Add(new Document(id, "", "글"), SparseVector.FromTerms([new TermWeight(1, 1)]));
}
