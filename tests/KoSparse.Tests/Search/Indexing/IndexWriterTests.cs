using CsCheck;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Indexing;
using KoSparse.Search.Postings;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class IndexWriterTests : IDisposable
{
    private const int Vocabulary = 6;

    private readonly TemporaryFolder _files = new();

    private string Folder => _files.File("index");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Commit_RandomChanges_HoldsWhatADictionaryHolds()
    {
        Gen<int[]> changes = Gen.Int[0, 99].Array[1, 60];
        Gen.Select(changes, Gen.Int, Gen.Int[1, 2].Select(bytes => 8 * bytes)).Sample(
            (kinds, seed, weightBits) =>
            {
                string folder = _files.File(Guid.NewGuid().ToString());
                Dictionary<string, (Document Document, SparseVector Vector)> expected = [];
                using (IndexWriter writer = IndexWriter.Open(folder, Vocabulary, weightBits: weightBits))
                {
                    Random random = new(seed);
                    foreach (int kind in kinds)
                    {
                        Change(writer, expected, kind, random);
                    }

                    writer.Commit();
                }

                AssertHolds(SearchIndex.Open(folder), expected, weightBits == 8 ? 255 : 65_280);
                Assert.Empty(IndexCheck.Run(folder));
            },
            iter: 40);
    }

    [Fact]
    public void Open_NothingCommitted_ShowsTheStateBefore()
    {
        Write(("a", Vector((1, 1f))));
        using IndexWriter writer = IndexWriter.Open(Folder, Vocabulary);
        writer.Add(new Document("b", "", ""), Vector((1, 2f)));
        writer.Delete("a");

        SearchIndex index = SearchIndex.Open(Folder);

        Assert.True(index.TryFind("a", out _));
        Assert.False(index.TryFind("b", out _));
    }

    /// <summary>What a killed writer left stands in nobody's way: not before the first commit, not in a rebuild, not beside a damaged manifest.</summary>
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    public void Open_AfterAKilledWriter_BuildsAnew_Issue19(bool beforeTheFirstCommit, bool replace, bool damaged)
    {
        if (beforeTheFirstCommit)
        {
            _files.Write("index/write.lock", "");
        }
        else
        {
            Write(("a", Vector((1, 1f))));
        }

        foreach (int number in (int[])[1, 2, 7])
        {
            _files.Write($"index/segment-{number:D6}.bin", "half");
        }

        _files.Write("index/.writing-index.json", "half");
        if (damaged)
        {
            _files.Write("index/index.json", "half");
        }

        for (int build = 0; build < 3; build++)
        {
            using IndexWriter writer = IndexWriter.Open(Folder, Vocabulary, replace: replace);
            writer.Add(new Document($"b{build}", "", ""), Vector((1, 2f)));
            writer.Commit();
        }

        Assert.Equal(replace ? 1 : 3, SearchIndex.Open(Folder).DocumentCount);
        Assert.Empty(IndexCheck.Run(Folder));
        Assert.DoesNotContain(Directory.GetFiles(Folder), file => File.ReadAllText(file) == "half");
    }

    [Fact]
    public void Open_SecondWriter_IsTurnedAway()
    {
        using IndexWriter writer = IndexWriter.Open(Folder, Vocabulary);

        IOException fault = Assert.Throws<IOException>(() => IndexWriter.Open(Folder, Vocabulary));

        Assert.Contains("another process is writing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderWithOtherFiles_Throws()
    {
        _files.Write("index/mine.txt", "나의 글");

        Assert.Throws<IOException>(() => IndexWriter.Open(Folder, Vocabulary));
        Assert.True(File.Exists(_files.File("index/mine.txt")));
    }

    [Fact]
    public void Open_OtherTokenizer_Throws()
    {
        Write(("a", Vector((1, 1f))));

        IndexFormatException fault = Assert.Throws<IndexFormatException>(() => IndexWriter.Open(Folder, Vocabulary, "other"));

        Assert.Contains("another tokenizer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherWeightBits_ThrowsUnlessReplaced_Issue24()
    {
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary, weightBits: 16))
        {
            writer.Commit();
        }

        string message = Assert.Throws<IndexFormatException>(() => IndexWriter.Open(Folder, Vocabulary, weightBits: 8)).Message;
        using (IndexWriter kept = IndexWriter.Open(Folder, Vocabulary))
        {
            kept.Add(new Document("fine", "", ""), Vector((1, 1000f), (2, 1000f)));
            kept.Add(new Document("finer", "", ""), Vector((1, 1000f), (2, 1000.1f)));
            kept.Commit();
        }

        Assert.Equal($"{Folder}: its weights have 16 bits, not 8. Add to it as it is, or build it again with 'kosparse index'.", message);
        Assert.Equal([1, 0], SearchIndex.Open(Folder).Search(Vector((1, 1f), (2, 1f)), 2).Select(hit => hit.Document));
        using (IndexWriter replaced = IndexWriter.Open(Folder, Vocabulary, replace: true, weightBits: 8))
        {
            replaced.Add(new Document("fine", "", ""), Vector((1, 1000f), (2, 1000f)));
            replaced.Add(new Document("finer", "", ""), Vector((1, 1000f), (2, 1000.1f)));
            replaced.Commit();
        }

        Assert.Equal([0, 1], SearchIndex.Open(Folder).Search(Vector((1, 1f), (2, 1f)), 2).Select(hit => hit.Document));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexWriter.Open(Folder, Vocabulary, weightBits: 12));
    }

    [Fact]
    public void Open_Replace_TakesThePlaceAtTheCommit()
    {
        Write(("a", Vector((1, 1f))));
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary + 1, "other", replace: true))
        {
            writer.Add(new Document("b", "", ""), Vector((Vocabulary, 1f)));
            Assert.True(SearchIndex.Open(Folder).TryFind("a", out _));
            writer.Commit();
        }

        SearchIndex index = SearchIndex.Open(Folder);

        Assert.False(index.TryFind("a", out _));
        Assert.True(index.TryFind("b", out _));
    }

    [Fact]
    public void Add_TokenOutsideVocabulary_NamesTheDocument()
    {
        using IndexWriter writer = IndexWriter.Open(Folder, Vocabulary);

        ArgumentException fault = Assert.Throws<ArgumentException>(
            () => writer.Add(new Document("ㄱ", "", ""), Vector((Vocabulary, 1f))));

        Assert.Contains("'ㄱ'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("{\"a\":\"\\ud83d\"}")]
    public void Add_FieldsThatAreNoJsonObject_ThrowsAndChangesNothing_Issue18(string fields)
    {
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary))
        {
            writer.Add(new Document("a", "", "한강"), Vector((1, 1f)));
            writer.Commit();

            ArgumentException fault = Assert.Throws<ArgumentException>(
                () => writer.Add(new Document("a", "", "낙동강") { Fields = fields }, Vector((1, 2f))));

            Assert.Contains("'a'", fault.Message, StringComparison.Ordinal);
            writer.Add(new Document("b", "", "섬진강"), Vector((1, 3f)));
            writer.Commit();
        }

        SearchIndex index = SearchIndex.Open(Folder);
        Assert.Equal(["한강", "섬진강"], Enumerable.Range(0, 2).Select(document => index.Document(document).Text));
    }

    /// <summary>UTF-8 has no lone surrogates: two ids that differ in one of them alone are one on the disk.</summary>
    [Fact]
    public void Add_LoneSurrogates_AreReplacedAsInUtf8_Issue18()
    {
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary))
        {
            Assert.False(writer.Add(new Document("\uD800", "", "한강"), Vector((1, 1f))));
            Assert.True(writer.Add(new Document("\uD801", "", "낙동강\uDC00"), Vector((1, 1f))));
            writer.Commit();
        }

        SearchIndex index = SearchIndex.Open(Folder);

        Assert.True(index.TryFind("\uD802", out int document));
        Assert.Equal(new Document("\uFFFD", "", "낙동강\uFFFD"), index.Document(document));
        Assert.Single(index.SearchText("낙동강", 5));
    }

    [Fact]
    public void Search_FilterOnFields_FindsThoseThatHaveAll()
    {
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary))
        {
            writer.Add(new Document("a", "", "") { Fields = """{"year":1999,"tags":["강","산"]}""" }, Vector((1, 1f)));
            writer.Add(new Document("b", "", "") { Fields = """{"year":1999.0,"tags":"산"}""" }, Vector((1, 2f)));
            writer.Add(new Document("c", "", ""), Vector((1, 3f)));
            writer.Commit();
        }

        SearchIndex index = SearchIndex.Open(Folder);

        Assert.Equal(["b", "a"], Ids(new KeywordFilter("tags", "산")));
        Assert.Equal(["a"], Ids(new KeywordFilter("tags", "산"), new KeywordFilter("tags", "강")));
        Assert.Equal(["b", "a"], Ids(new KeywordFilter("year", "1999")));
        Assert.Equal(["b", "a"], Ids(new KeywordFilter("year", "1.999e3")));
        Assert.Empty(Ids(new KeywordFilter("year", "199")));
        Assert.Equal("""{"year":1999,"tags":["강","산"]}""", index.Document(0).Fields);

        IEnumerable<string> Ids(params KeywordFilter[] filters) =>
            index.Search(Vector((1, 1f)), 9, filters).Select(found => index.DocumentId(found.Document));
    }

    [Fact]
    public void SearchText_OneCommit_ScoresAsTheIndexInMemory()
    {
        string[] texts = ["한강은 서울을 흐른다", "서울의 산", "부산의 바다와 산", "강과 산과 바다"];
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary))
        {
            foreach ((string text, int place) in texts.Select((text, place) => (text, place)))
            {
                writer.Add(new Document($"{place}", "", text), SparseVector.Empty);
            }

            writer.Commit();
        }

        IReadOnlyList<ScoredDocument> found = SearchIndex.Open(Folder).SearchText("서울의 산과 바다", 9);

        Assert.Equal(Bm25Index.Build(texts, new KoreanAnalyzer()).Search("서울의 산과 바다", 9), found);
        Assert.Equal(4, found.Count);
    }

    [Fact]
    public void Commit_ManySmallOnes_KeepsTheSegmentsFew()
    {
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary))
        {
            for (int commit = 0; commit < 40; commit++)
            {
                writer.Add(new Document($"{commit}", "", ""), Vector((1, 1f + commit)));
                writer.Commit();
            }
        }

        Assert.InRange(Directory.GetFiles(Folder, "segment-*").Length, 1, MergePolicy.Width);
        Assert.Equal(
            Enumerable.Range(0, 40).Reverse(), SearchIndex.Open(Folder).Search(Vector((1, 1f)), 99).Select(found => found.Document));
    }

    internal static SparseVector Vector(params (int Token, float Weight)[] terms) =>
        SparseVector.FromTerms(terms.Select(term => new TermWeight(term.Token, term.Weight)));

    private void Write(params (string Id, SparseVector Vector)[] documents)
    {
        using IndexWriter writer = IndexWriter.Open(Folder, Vocabulary);
        foreach ((string id, SparseVector vector) in documents)
        {
            writer.Add(new Document(id, "", ""), vector);
        }

        writer.Commit();
    }

    private static void Change(
        IndexWriter writer, Dictionary<string, (Document Document, SparseVector Vector)> expected, int kind, Random random)
    {
        string id = $"{(random.Next(2) == 0 ? "" : "같은 머리 ")}{random.Next(12)}"; // some share more than eight bytes
        switch (kind)
        {
            case < 60:
                int length = random.Next(5) == 0 ? StoredDocuments.BytesPerBlock / 8 : random.Next(40); // two long ones fill a block
                Document document = new(id, $"제목 {random.Next()}", string.Concat(Enumerable.Repeat("글 ", length)));
                float[] weights = [.. Enumerable.Range(0, Vocabulary).Select(_ => Math.Max(0, random.NextSingle() * 4 - 2))];
                Assert.Equal(expected.ContainsKey(id), writer.Add(document, SparseVector.FromDense(weights)));
                expected[id] = (document, SparseVector.FromDense(weights));
                break;
            case < 80:
                Assert.Equal(expected.Remove(id), writer.Delete(id));
                break;
            case < 95:
                writer.Commit();
                break;
            default:
                writer.MergeAll();
                break;
        }
    }

    private static void AssertHolds(
        SearchIndex index, Dictionary<string, (Document Document, SparseVector Vector)> expected, int steps)
    {
        float twoSteps = 2 * 2f / steps * 2 * Vocabulary; // weights and factors up to 2, rounded when written and merged
        SparseVector query = SparseVector.FromDense([1, 2, 0.5f, 1, 1.5f, 0.1f]);
        Dictionary<string, float> found = index.Search(query, 99).ToDictionary(
            hit => index.DocumentId(hit.Document), hit => hit.Score);
        Assert.Equal(expected.Count, index.DocumentCount);
        foreach ((string id, (Document document, SparseVector vector)) in expected)
        {
            Assert.True(index.TryFind(id, out int place));
            Assert.Equal(document, index.Document(place));
            Assert.Equal(query.Dot(vector), found.GetValueOrDefault(id), twoSteps);
        }

        Assert.Equal(expected.Count(entry => entry.Value.Vector.Count > 0), found.Count);
    }
}
