using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;

namespace KoSparse.Tests.Evaluation.Benchmarks;

public sealed class BeirFolderTests : IDisposable
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

        Benchmark benchmark = BeirFolder.Open(_folder.Path).Read();

        Assert.Equal(documents, benchmark.Documents);
        Assert.Equal("q1", Assert.Single(benchmark.Queries).Id);
        Assert.Equal(2, benchmark.Judgements.Of("q1")["d1"]);
        Assert.Equal(3, benchmark.Files.Count);
    }

    [Fact]
    public void Read_QrelsWithoutHeader_ReadsTheFirstLine()
    {
        WriteSmall("q\td\t1\n");

        Assert.Single(BeirFolder.Open(_folder.Path).Read().Queries);
    }

    [Theory]
    [InlineData("q\td\n", "dev.tsv(1)", "2 field(s)")]
    [InlineData("query-id\tcorpus-id\tscore\nq\td\tgood\n", "dev.tsv(2)", "'good'")]
    [InlineData("z\td\t1\n", "dev.tsv(1)", "no query 'z'")]
    [InlineData("q\td\t1\nq\tz\t1\n", "dev.tsv(2)", "no document 'z'")]
    public void Read_BadQrels_NamesFileLineAndReason(string qrels, string place, string reason)
    {
        WriteSmall(qrels);

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BeirFolder.Open(_folder.Path).Read());

        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BadCorpusLine_NamesFileAndLine()
    {
        WriteSmall("q\td\t1\n");
        _folder.Write("corpus.jsonl", "{\"_id\":\"d\",\"text\":\"하나\"}\n{\"_id\":\"e\"}\n");

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BeirFolder.Open(_folder.Path).Read());

        Assert.Contains("corpus.jsonl(2)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownSplit_NamesTheKnownOnes()
    {
        WriteSmall("q\td\t1\n");

        BenchmarkFormatException fault =
            Assert.Throws<BenchmarkFormatException>(() => BeirFolder.Open(_folder.Path).Read("test"));

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
            Assert.Throws<BenchmarkFormatException>(() => BeirFolder.Open(path)).Message;
    }

    private void WriteSmall(string qrels)
    {
        _folder.Write("corpus.jsonl", "{\"_id\":\"d\",\"text\":\"하나\"}\n");
        _folder.Write("queries.jsonl", "{\"_id\":\"q\",\"text\":\"무엇?\"}\n");
        _folder.Write("qrels/dev.tsv", qrels);
    }
}
