using System.Globalization;
using System.Runtime.InteropServices;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class DamagedIndexTests : IDisposable
{
    private const int Segments = 3;
    private const int PerSegment = 70;
    private const int Vocabulary = 30;
    private static readonly SparseVector Query = SparseVector.FromTerms([new TermWeight(0, 1), new TermWeight(3, 0.7f)]);

    private readonly TemporaryFolder _files = new();

    public DamagedIndexTests()
    {
        using IndexWriter writer = IndexWriter.Open(_files.File("whole"), Vocabulary);
        for (int place = 0; place < Segments * PerSegment; place++)
        {
            writer.Add(
                new Document($"{place}", "제목", $"본문 {place}") { Fields = """{"a":1}""" },
                SparseVector.FromTerms([new TermWeight(0, 1 + place), new TermWeight(1 + (place % 29), 2)]));
            if (place % PerSegment == PerSegment - 1)
            {
                writer.Delete($"{place - 1}");
                writer.Commit();
            }
        }
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Search_OneByteChanged_IsRightOrNamesTheSegment()
    {
        (string Id, float Score)[] whole = Search(SearchIndex.Open(_files.File("whole")));
        string[] names = [.. Directory.GetFiles(_files.File("whole"), "segment-*").Select(path => Path.GetFileName(path)).Order()];
        Random random = new(7);
        for (int trial = 0; trial < 150; trial++)
        {
            string name = names[random.Next(names.Length)];
            string folder = Copy(trial);
            Damage(Path.Combine(folder, name), random);

            SearchIndex index = SearchIndex.Open(folder);
            (string Id, float Score)[] found = Search(index);

            string segment = name.EndsWith(".live", StringComparison.Ordinal) ? names[Array.IndexOf(names, name) - 1] : name;
            int first = Array.IndexOf([.. names.Where(n => n.EndsWith(".bin", StringComparison.Ordinal))], segment) * PerSegment;
            bool left = index.Faults.Count > 0;
            Assert.Equal(left ? [.. whole.Where(hit => int.Parse(hit.Id, CultureInfo.InvariantCulture) / PerSegment != first / PerSegment)] : whole, found);
            Assert.All(index.Faults, fault => Assert.Contains(Path.GetFileNameWithoutExtension(name)[..11], fault, StringComparison.Ordinal));
            Assert.Single(IndexCheck.Run(folder));
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Search_NonsenseWithRightChecksums_NeverCrashes()
    {
        Random random = new(8);
        for (int trial = 0; trial < 150; trial++)
        {
            string folder = Copy(trial);
            WriteNonsense(folder, random, changes: 20);
            SearchIndex index = SearchIndex.Open(folder);

            Assert.InRange(index.Search(Query, 999, [new KeywordFilter("a", "1")]).Count, 0, Segments * PerSegment);
            Assert.InRange(index.SearchText("본문", 999).Count, 0, Segments * PerSegment);
            IndexCheck.Run(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void TryFindAndExplain_NonsenseWithRightChecksums_LeaveTheSegmentOut_Issue18()
    {
        Random random = new(9);
        for (int trial = 0; trial < 150; trial++)
        {
            string folder = Copy(trial);
            string path = WriteNonsense(folder, random, changes: 200);
            SearchIndex index = SearchIndex.Open(folder);

            for (int id = 0; id < Segments * PerSegment; id++)
            {
                if (index.TryFind($"{id}", out int document))
                {
                    Explain(index, document);
                }
            }

            Assert.All(index.Faults, fault => Assert.Contains(Path.GetFileName(path), fault, StringComparison.Ordinal));
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void AddAndDelete_NonsenseWithRightChecksums_NameTheFileAndChangeNothing_Issue18()
    {
        Random random = new(10);
        int refused = 0;
        for (int trial = 0; trial < 100; trial++)
        {
            string folder = Copy(trial);
            string path = WriteNonsense(folder, random, changes: 200);
            using (IndexWriter writer = IndexWriter.Open(folder, Vocabulary))
            {
                string id = $"{random.Next(Segments * PerSegment)}";
                int documents = writer.DocumentCount;
                if (Refused(() => writer.Add(new Document(id, "", ""), Query)) is { } fault)
                {
                    Assert.Contains(Path.GetFileName(path), fault.Message, StringComparison.Ordinal);
                    Assert.Equal(documents, writer.DocumentCount);
                    Assert.NotNull(Refused(() => writer.Delete(id)));
                    refused++;
                }
            }

            Directory.Delete(folder, recursive: true);
        }

        Assert.InRange(refused, 1, 100);
    }

    private static IndexFormatException? Refused(Func<bool> change)
    {
        try
        {
            change();
            return null;
        }
        catch (IndexFormatException fault)
        {
            return fault;
        }
    }

    /// <summary>Changes bytes of a segment and makes its checksums right again.</summary>
    private static string WriteNonsense(string folder, Random random, int changes)
    {
        string[] segments = [.. Directory.GetFiles(folder, "*.bin").Order(StringComparer.Ordinal)];
        string path = segments[random.Next(segments.Length)];
        byte[] segment = File.ReadAllBytes(path);
        SegmentFormat.Trailer trailer = TrailerOf(segment);
        for (int change = 0; change < changes; change++)
        {
            segment[random.Next((int)trailer.CoveredLength)] = (byte)random.Next(256);
        }

        File.WriteAllBytes(path, Resigned(segment, trailer));
        return path;
    }

    private static void Explain(SearchIndex index, int document)
    {
        int faults = index.Faults.Count;
        try
        {
            index.Explain(Query, document);
            index.DocumentId(document);
        }
        catch (IndexFormatException)
        {
            Assert.InRange(index.Faults.Count, Math.Max(1, faults), Segments);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-1)]
    public void Open_CutManifest_SaysWhatToDo(int length)
    {
        string path = Path.Combine(Copy(0), "index.json");
        byte[] manifest = File.ReadAllBytes(path);
        File.WriteAllBytes(path, length < 0 ? manifest[..^12] : manifest[..length]);

        IndexFormatException fault = Assert.Throws<IndexFormatException>(() => SearchIndex.Open(Path.GetDirectoryName(path)!));

        Assert.Contains("index.json", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What the message advises, and what 'kosparse index' does: the damaged index is replaced, its readers keep their files until then.</summary>
    [Fact]
    public void Commit_InPlaceOfACutManifest_IsTheIndex()
    {
        string folder = Copy(0);
        File.WriteAllText(Path.Combine(folder, "index.json"), "{");
        string[] before = Directory.GetFiles(folder, "segment-*");

        using (IndexWriter writer = IndexWriter.Open(folder, Vocabulary, replace: true))
        {
            writer.Add(new Document("new", "제목", "본문"), SparseVector.FromTerms([new TermWeight(0, 1)]));
            Assert.Equal(before.Order(), Directory.GetFiles(folder, "segment-*").Intersect(before).Order());
            writer.Commit();
        }

        Assert.Equal("new", Assert.Single(Search(SearchIndex.Open(folder))).Id);
        Assert.Empty(before.Intersect(Directory.GetFiles(folder)));
    }

    [Fact]
    public void Open_NoIndex_SaysWhatToDo() => Assert.Contains(
        "kosparse index",
        Assert.Throws<IndexFormatException>(() => SearchIndex.Open(_files.File("none"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Open_SegmentGone_FindsTheRest()
    {
        string folder = Copy(0);
        File.Delete(Directory.GetFiles(folder, "*.bin").Order().First());

        SearchIndex index = SearchIndex.Open(folder);

        Assert.Contains("segment-000001.bin", Assert.Single(index.Faults), StringComparison.Ordinal);
        Assert.Equal(2 * (PerSegment - 1), Search(index).Length);
    }

    private static (string Id, float Score)[] Search(SearchIndex index) =>
        [.. index.Search(Query, 999).Select(hit => (index.DocumentId(hit.Document), MathF.Round(hit.Score, 3)))];

    private static void Damage(string path, Random random)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (random.Next(4) == 0)
        {
            File.WriteAllBytes(path, bytes[..random.Next(bytes.Length)]);
            return;
        }

        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
    }

    private static SegmentFormat.Trailer TrailerOf(byte[] segment) =>
        MemoryMarshal.Read<SegmentFormat.Trailer>(segment.AsSpan(segment.Length - SegmentFormat.TrailerLength));

    private static byte[] Resigned(byte[] segment, SegmentFormat.Trailer trailer)
    {
        int covered = (int)trailer.CoveredLength;
        for (int page = 0; page < PageChecksums.CountFor(covered); page++)
        {
            int start = page * PageChecksums.PageSize;
            uint sum = PageChecksums.Of(segment.AsSpan(start, Math.Min(PageChecksums.PageSize, covered - start)));
            MemoryMarshal.Write(segment.AsSpan(covered + (sizeof(uint) * page)), sum);
        }

        trailer = trailer with { DirectoryChecksum = PageChecksums.Of(segment.AsSpan(covered..^SegmentFormat.TrailerLength)) };
        MemoryMarshal.Write(segment.AsSpan(segment.Length - SegmentFormat.TrailerLength), trailer with { Checksum = trailer.OwnChecksum() });
        return segment;
    }

    private string Copy(int trial)
    {
        string folder = Directory.CreateDirectory(_files.File($"{trial}")).FullName;
        foreach (string path in Directory.GetFiles(_files.File("whole"), "*.*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        return folder;
    }
}
