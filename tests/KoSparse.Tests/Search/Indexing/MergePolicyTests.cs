using KoSparse.Data;
using KoSparse.Search.Indexing;

namespace KoSparse.Tests.Search.Indexing;

public sealed class MergePolicyTests : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Twenty segments of a size, of which ten have room in one: two merges, not none because all do not.</summary>
    [Fact]
    public void Next_MoreThanOneSegmentHolds_MergesAsManyAsFit_Issue24()
    {
        List<WritableSegment> segments = [.. Enumerable.Range(0, 20).Select(_ => Segment(documents: 1))];

        Assert.Equal(10..20, MergePolicy.Next(segments, most: 10));

        segments = [.. segments[..10], Segment(documents: 10)];
        Assert.Equal(0..10, MergePolicy.Next(segments, most: 10));
        Assert.Null(MergePolicy.Next([Segment(documents: 10), Segment(documents: 10)], most: 10));
    }

    /// <summary>Three of four documents have no room for eight more like them: two of them fill a segment of ten well enough.</summary>
    [Fact]
    public void Next_FewFillASegment_AreMerged_Issue24()
    {
        WritableSegment[] segments = [Segment(documents: 4), Segment(documents: 4), Segment(documents: 4)];

        Assert.Equal(1..3, MergePolicy.Next(segments, most: 10));
        Assert.Null(MergePolicy.Next(segments, most: 12));
    }

    [Fact]
    public void Groups_AnyNumber_HoldAllInTurnAndFit_Issue24()
    {
        WritableSegment[] segments = [Segment(documents: 4), Segment(documents: 4), Segment(documents: 4), Segment(documents: 10), Segment(documents: 1)];

        Assert.Equal([0..2, 2..3, 3..4, 4..5], MergePolicy.Groups(segments, most: 10));
        Assert.Equal([0..5], MergePolicy.Groups(segments));
        Assert.Empty(MergePolicy.Groups([]));
    }

    [Fact]
    public void Next_FewerThanEight_IsNone() => Assert.Null(MergePolicy.Next([.. Enumerable.Range(0, 7).Select(_ => Segment(documents: 1))]));

    private WritableSegment Segment(int documents)
    {
        string folder = _files.File($"{Guid.NewGuid()}");
        using (IndexWriter writer = IndexWriter.Open(folder, vocabularySize: 6))
        {
            for (int id = 0; id < documents; id++)
            {
                writer.Add(new Document($"{id}", "", ""), IndexWriterTests.Vector((1, 1f)));
            }

            writer.Commit();
        }

        return WritableSegment.Open(Assert.Single(Directory.GetFiles(folder, "*.bin")));
    }
}
