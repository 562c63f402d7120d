using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Files;
using Parquet;
using Parquet.Schema;

namespace KoSparse.Tests.Evaluation.Benchmarks;

public sealed class BenchmarkFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WrittenFolder_GivesTheSame()
    {
        Document[] documents = [new("d1", "한강", "서울을 지난다."), new("d2", "", "둘째 문서")];
        BeirFolderWriter.Write(
            _folder.Path,
            documents,
            [new Query("q1", "한강은 어디를 지나나요?"), new Query("q2", "판정이 없는 질문")],
            [new Judgement("q1", "d1", 2), new Judgement("q1", "d2", 0)],
            "dev");

        Benchmark benchmark = BenchmarkFolder.Open(_folder.Path).Read();

        Assert.Equal(documents, benchmark.Documents);
        Assert.Equal("q1", Assert.Single(benchmark.Queries).Id);
        Assert.Equal(2, benchmark.Judgements.Of("q1")["d1"]);
        Assert.Equal(3, benchmark.Files.Count);
    }

    [Fact]
    public void Read_QrelsWithoutHeader_ReadsTheFirstLine()
    {
        WriteSmall("q\td\t1\n");

        Assert.Single(BenchmarkFolder.Open(_folder.Path).Read().Queries);
    }

    [Theory]
    [InlineData("q\td\n", "dev.tsv(1)", "2 field(s)")]
    [InlineData("query-id\tcorpus-id\tscore\nq\td\tgood\n", "dev.tsv(2)", "'good'")]
    [InlineData("z\td\t1\n", "dev.tsv(1)", "no query 'z'")]
    [InlineData("q\td\t1\nq\tz\t1\n", "dev.tsv(2)", "no document 'z'")]
    [InlineData("q\td\t1\nq\td\t0\n", "dev.tsv(2)", "document 'd' has grade 0 for query 'q', and had 1 before.")]
    [InlineData("q 0 d 1\nq 0 d 0.5\n", "dev.tsv(2)", "the grade '0.5' is no whole number")]
    [InlineData("q 0 d 1\nq 0 d\n", "dev.tsv(2)", "3 field(s), expected 'query 0 document grade'.")]
    [InlineData("q\td\t1,000\n", "dev.tsv(1)", "the grade '1,000' is no whole number")]
    public void Read_BadQrels_NamesFileLineAndReason(string qrels, string place, string reason)
    {
        WriteSmall(qrels);

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BenchmarkFolder.Open(_folder.Path).Read());

        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The same judgements in every form that a file of them has.</summary>
    [Theory]
    [InlineData("dev.tsv", "q\td\t2\n")]
    [InlineData("dev.tsv", "\uFEFFquery-id\tcorpus-id\tscore\r\nq\td\t2.0\r\n")]
    [InlineData("dev.tsv", "q\t0\td\t2\n")] // TREC's four columns
    [InlineData("dev.tsv", "q 0 d 2\r\n\r\n")]
    [InlineData("dev.qrels", "\uFEFFq  0\td 2\n")]
    [InlineData("dev.trec", "q Q0 d 2")]
    [InlineData("dev.tsv", "q\td\t2\nq\td\t2\n")] // said twice
    [InlineData("dev.jsonl", "{\"query-id\":\"q\",\"corpus-id\":\"d\",\"score\":2.0}")]
    public void Read_JudgementsInAnyForm_AreThoseJudgements_Issue19(string file, string content)
    {
        WriteSmall("");
        File.Delete(_folder.File("qrels/dev.tsv"));
        _folder.Write($"qrels/{file}", content);

        Assert.Equal([("d", 2)], BenchmarkFolder.Open(_folder.Path).Read().Judgements.Of("q").Select(grade => (grade.Key, grade.Value)));
    }

    /// <summary>Ids are texts: what looks like a number is not read as one.</summary>
    [Fact]
    public void Read_IdsThatLookLikeNumbers_StayAsWritten_Issue19()
    {
        _folder.Write("corpus.jsonl", "{\"_id\":\"007\",\"text\":\"하나\"}\n{\"_id\":\"7\",\"text\":\"둘\"}\n{\"_id\":\"7.0\",\"text\":\"셋\"}\n");
        _folder.Write("queries.jsonl", "{\"_id\":\"1e3\",\"text\":\"무엇?\"}\n{\"_id\":\"1000\",\"text\":\"누구?\"}\n");
        _folder.Write("qrels/dev.tsv", "1e3\t007\t1\n1e3\t7\t2\n1000\t7.0\t3\n");

        Judgements judgements = BenchmarkFolder.Open(_folder.Path).Read().Judgements;

        Assert.Equal([("007", 1), ("7", 2)], judgements.Of("1e3").Select(grade => (grade.Key, grade.Value)));
        Assert.Equal(3, judgements.Of("1000")["7.0"]);
    }

    [Fact]
    public void Read_BadCorpusLine_NamesFileAndLine()
    {
        WriteSmall("q\td\t1\n");
        _folder.Write("corpus.jsonl", "{\"_id\":\"d\",\"text\":\"하나\"}\n{\"_id\":\"e\"}\n");

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BenchmarkFolder.Open(_folder.Path).Read());

        Assert.Contains("corpus.jsonl(2)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownSplit_NamesTheKnownOnes()
    {
        WriteSmall("q\td\t1\n");

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BenchmarkFolder.Open(_folder.Path).Read("test"));

        Assert.Contains("dev", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFolderOrNoFiles_SaysWhatIsMissing()
    {
        Assert.Contains("no such folder", Fault(Path.Combine(_folder.Path, "none")), StringComparison.Ordinal);
        Assert.Contains("qrels", Fault(_folder.Path), StringComparison.Ordinal);
        _folder.Write("qrels/dev.tsv", "");
        Assert.Contains("corpus.jsonl", Fault(_folder.Path), StringComparison.Ordinal);

        static string Fault(string path) =>
            Assert.Throws<BenchmarkFormatException>(() => BenchmarkFolder.Open(path)).Message;
    }

    [Fact]
    public async Task Read_MtebFoldersOfParquet_GivesTheSameAsBeir()
    {
        await WriteParquet("corpus/corpus-00000-of-00002.parquet", ("_id", ["d1"]), ("title", ["한강"]), ("text", ["서울을 지난다."]));
        await WriteParquet("corpus/corpus-00001-of-00002.parquet", ("_id", ["d2"]), ("title", [null]), ("text", ["둘째 문서"]));
        await WriteParquet("queries/queries-00000-of-00001.parquet", ("_id", ["q1"]), ("text", ["한강은 어디를 지나나요?"]));
        await WriteParquet("default/test-00000-of-00001.parquet", [2.0], ("query-id", ["q1"]), ("corpus-id", ["d1"]));

        BenchmarkFolder folder = BenchmarkFolder.Open(_folder.Path);
        Benchmark benchmark = folder.Read();

        Assert.Equal("test", Assert.Single(folder.Splits));
        Assert.Equal([new Document("d1", "한강", "서울을 지난다."), new Document("d2", "", "둘째 문서")], benchmark.Documents);
        Assert.Equal(new Query("q1", "한강은 어디를 지나나요?"), Assert.Single(benchmark.Queries));
        Assert.Equal(2, benchmark.Judgements.Of("q1")["d1"]);
        Assert.Equal(4, benchmark.Files.Count);
    }

    [Fact]
    public void Read_FoldersOfOneLanguageInTsv_TakesTheKoreanOnes()
    {
        _folder.Write("ko-corpus/part.tsv", "id\ttext\n7\t하나\n");
        _folder.Write("en-corpus/part.tsv", "id\ttext\n7\tone\n");
        _folder.Write("ko-queries/part.jsonl", "{\"id\":1,\"text\":\"무엇?\"}\n");
        _folder.Write("ko-qrels/dev.jsonl", "{\"query-id\":1,\"corpus-id\":7,\"score\":1}\n");

        Benchmark benchmark = BenchmarkFolder.Open(_folder.Path).Read();

        Assert.Equal("하나", Assert.Single(benchmark.Documents).Text);
        Assert.Equal(1, benchmark.Judgements.Of("1")["7"]);
    }

    [Fact]
    public void Read_OneFileForEachSplit_TakesThatOfTheSplit()
    {
        _folder.Write("corpus/dev.jsonl", "{\"_id\":\"d\",\"text\":\"하나\"}\n");
        _folder.Write("corpus/test.jsonl", "{\"_id\":\"t\",\"text\":\"둘\"}\n");
        _folder.Write("queries/queries.jsonl", "{\"_id\":\"q\",\"text\":\"무엇?\"}\n");
        _folder.Write("qrels/test.tsv", "q\tt\t1\n");
        _folder.Write("qrels/dev.tsv", "q\td\t1\n");

        Assert.Equal("t", Assert.Single(BenchmarkFolder.Open(_folder.Path).Read().Documents).Id);
        Assert.Equal("d", Assert.Single(BenchmarkFolder.Open(_folder.Path).Read("dev").Documents).Id);
    }

    /// <summary>A column is read as a whole: more than its limit is refused by what the file says of it, before memory is taken.</summary>
    [Fact]
    public async Task Read_ParquetColumnBeyondTheLimit_NamesTheSetting_Issue19()
    {
        WriteSmall("q\td\t1\n");
        File.Delete(Path.Combine(_folder.Path, "corpus.jsonl"));
        await WriteParquet("corpus/corpus-00000-of-00001.parquet", ("_id", [.. Enumerable.Range(0, 66).Select(i => $"{i}")]), ("text", [.. Enumerable.Range(0, 66).Select(i => new string((char)('a' + i), 1 << 20))]));

        InputException fault = Assert.Throws<InputException>(() => BenchmarkFolder.Open(_folder.Path).Read());

        Assert.Contains("corpus-00000-of-00001.parquet: row group 1, column 'text' is larger than 64 MiB", fault.Message, StringComparison.Ordinal);
        Assert.Contains(InputLimit.Setting, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedParquet_NamesTheFile()
    {
        WriteSmall("q\td\t1\n");
        File.Delete(Path.Combine(_folder.Path, "qrels/dev.tsv"));
        _folder.Write("qrels/dev.parquet", "PAR1 but nothing more PAR1");

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BenchmarkFolder.Open(_folder.Path).Read());

        Assert.Contains("dev.parquet: not read as Parquet", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_IdGivenTwice_NamesFileAndLine()
    {
        WriteSmall("q\td\t1\n");
        _folder.Write("corpus.jsonl", "{\"_id\":\"d\",\"text\":\"하나\"}\n{\"_id\":\"d\",\"text\":\"둘\"}\n");

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BenchmarkFolder.Open(_folder.Path).Read());

        Assert.Contains("corpus.jsonl(2): the id 'd' was given before", fault.Message, StringComparison.Ordinal);
    }

    private Task WriteParquet(string name, params (string Name, string?[] Texts)[] columns) => WriteParquet(name, [], columns);

    /// <summary>A file of columns of text and, where there are any, one of scores.</summary>
    private async Task WriteParquet(string name, double[] scores, params (string Name, string?[] Texts)[] columns)
    {
        DataField[] fields = [.. columns.Select(column => new DataField<string>(column.Name))];
        DataField<double> score = new("score");
        string path = _folder.Write(name, "");
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(scores.Length > 0 ? [.. fields, score] : fields.ToArray<Field>()), file);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int i = 0; i < fields.Length; i++)
        {
            await group.WriteAsync(fields[i], columns[i].Texts!);
        }

        if (scores.Length > 0)
        {
            await group.WriteAsync<double>(score, scores.AsMemory());
        }
    }

    private void WriteSmall(string qrels)
    {
        _folder.Write("corpus.jsonl", "{\"_id\":\"d\",\"text\":\"하나\"}\n");
        _folder.Write("queries.jsonl", "{\"_id\":\"q\",\"text\":\"무엇?\"}\n");
        _folder.Write("qrels/dev.tsv", qrels);
    }
}
