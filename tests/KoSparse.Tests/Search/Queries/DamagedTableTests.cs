using System.Runtime.InteropServices;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Queries;

/// <summary>Segments so large that a table of lists fills pages of its own.</summary>
public sealed class DamagedTableTests : IDisposable
{
    private const int Documents = 240;
    private const int TermsOfEach = 100;
    private const int Vocabulary = Documents * TermsOfEach; // 288 KB of table, in which each part is longer than a page

    private readonly TemporaryFolder _files = new();

    public DamagedTableTests()
    {
        using IndexWriter writer = IndexWriter.Open(_files.Path, Vocabulary);
        for (int place = 0; place < 2 * Documents; place++)
        {
            int[] terms = [.. Enumerable.Range(place % Documents * TermsOfEach, TermsOfEach)];
            writer.Add(
                new Document($"{place}", "", string.Join(' ', terms.Select(term => $"w{term:D6}"))),
                SparseVector.FromTerms(terms.Select(term => new TermWeight(term, 1))));
            if (place % Documents == Documents - 1)
            {
                writer.Commit();
            }
        }
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void SearchText_DamagedFrequencies_LeavesThatSegmentOut_Issue18()
    {
        DamageFirst(directory => directory.Text, layout => sizeof(int) * (layout.Postings.Terms + 1L));
        SearchIndex index = SearchIndex.Open(_files.Path);

        AssertFirstIsLeftOut(index, index.SearchText("w000000", 9).Select(hit => index.DocumentId(hit.Document)));
    }

    [Fact]
    public void Search_DamagedWeights_LeavesThatSegmentOut_Issue18()
    {
        DamageFirst(directory => directory.Vectors, layout => sizeof(int) * ((2L * layout.Postings.Terms) + 1));
        SearchIndex index = SearchIndex.Open(_files.Path);

        AssertFirstIsLeftOut(
            index, index.Search(SparseVector.FromTerms([new TermWeight(0, 1)]), 9).Select(hit => index.DocumentId(hit.Document)));
    }

    /// <summary>The vectors find a document of the first segment; then its text turns out to be damaged.</summary>
    [Fact]
    public void Search_BothFieldsWithDamagedText_LeavesThatSegmentOut_Issue18()
    {
        DamageFirst(directory => directory.Text, layout => sizeof(int) * (layout.Postings.Terms + 1L));
        DocumentSearch search = DocumentSearch.Open(_files.Path, new LetterEncoder(Vocabulary), "");

        AssertFirstIsLeftOut(search.Index, search.Search("a w000000", 9, SearchedField.Both).Select(hit => hit.Document.Id));
    }

    private static void AssertFirstIsLeftOut(SearchIndex index, IEnumerable<string> found)
    {
        Assert.Equal([$"{Documents}"], found);
        Assert.Contains("segment-000001.bin", Assert.Single(index.Faults), StringComparison.Ordinal);
        Assert.Equal(Documents, index.DocumentCount);
    }

    /// <summary>Changes the first segment in the table of a field.</summary>
    private void DamageFirst(Func<SegmentDirectory, FieldLayout> field, Func<FieldLayout, long> placeInTable)
    {
        string path = _files.File("segment-000001.bin");
        byte[] segment = File.ReadAllBytes(path);
        var trailer = MemoryMarshal.Read<SegmentFormat.Trailer>(segment.AsSpan(segment.Length - SegmentFormat.TrailerLength));
        ReadOnlySpan<byte> json = segment.AsSpan(segment.Length - SegmentFormat.TrailerLength - trailer.DirectoryLength, trailer.DirectoryLength);
        FieldLayout layout = field(JsonSerializer.Deserialize(json, SegmentDirectoryJson.Default.SegmentDirectory)!);
        segment[layout.PostingsOffset + layout.Postings.ListBytes + placeInTable(layout)] ^= 1;
        File.WriteAllBytes(path, segment);
    }
}
