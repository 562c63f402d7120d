using System.Text.Json;
using CsCheck;
using KoSparse.Data;

namespace KoSparse.Tests.Data;

public sealed class JsonLinesTests
{
    [Fact]
    public void Read_FilesOfAPattern_StreamsThemInOrder()
    {
        using TemporaryFolder folder = new();
        folder.Write("train_b.jsonl", "{\"n\":3}");
        folder.Write("train_a.jsonl", "\uFEFF{\"n\":1}\r\n\n  \n{\"n\":2}\n");
        folder.Write("other.jsonl", "{\"n\":4}");
        using (Stream packed = DataFiles.Create(folder.File("train_c.jsonl.gz")))
        {
            packed.Write("{\"n\":5}\n"u8);
        }

        Assert.Equal([1, 2, 3], Numbers(folder.File("train_*.jsonl")));
        Assert.Equal([1, 2, 3, 5], Numbers(folder.File("train_*")));
        Assert.Equal([5], Numbers(folder.File("train_c.jsonl.gz")));
    }

    [Fact]
    public void Read_NoSuchFile_SaysSoAtOnce()
    {
        using TemporaryFolder folder = new();

        Assert.Throws<FileNotFoundException>(() => JsonLines.Read(folder.File("none.jsonl"), Number));
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => JsonLines.Read(folder.File("none_*.jsonl"), Number));
        Assert.Contains("none_*.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"n\":", "(2): no JSON at byte 6: ")]
    [InlineData("[1]", "(2): a JSON object is expected, not Array.")]
    [InlineData("{\"n\":\"\\ud800\"}", "(2): ")] // half of a surrogate pair
    [InlineData("{\"m\":1}", "(2): 'n' is missing.")]
    public void Read_BadLine_SaysFileLineAndReason(string line, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", $"{{\"n\":\"1\"}}\n{line}\n");

        JsonLinesException error =
            Assert.Throws<JsonLinesException>(() => JsonLines.Read(path, l => l.RequiredText("n")).ToArray());

        Assert.StartsWith(path + expected, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Correct the line.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotUtf8_IsABadLine()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.jsonl"), [.. "{\"n\":1,\"t\":\""u8, 0xB0, 0xA1, .. "\"}"u8]); // 가 in EUC-KR

        JsonLinesException error = Assert.Throws<JsonLinesException>(() => Numbers(folder.File("a.jsonl")));

        Assert.Contains("a.jsonl(1): not UTF-8.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_DamagedArchive_IsAnError(bool isCut)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.jsonl.gz");
        using (Stream packed = DataFiles.Create(path))
        {
            packed.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50_000).Select(n => $"{{\"n\":{n}}}"))));
        }

        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2, 40).Fill(0xFF);
        File.WriteAllBytes(path, isCut ? bytes[..(bytes.Length / 2)] : bytes);

        JsonLinesException error = Assert.Throws<JsonLinesException>(() => Numbers(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 10, true)] // exactly 1 %
    [InlineData(1000, 11, false)]
    public void Read_SkippingBadLines_FailsAboveOnePercent(int lines, int bad, bool succeeds)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", string.Join('\n', Enumerable.Range(0, lines).Select(n => n < bad ? "?" : $"{{\"n\":{n}}}")));
        ReadSummary summary = new();
        JsonLinesOptions options = new() { SkipBadLines = true, Summary = summary };

        if (succeeds)
        {
            Assert.Equal(lines - bad, JsonLines.Read(path, Number, options).Count());
        }
        else
        {
            Assert.Throws<JsonLinesException>(() => JsonLines.Read(path, Number, options).Count());
        }

        Assert.Equal((lines, bad), (summary.Lines, summary.BadLines));
        Assert.StartsWith($"{path}(1): ", summary.FirstBadLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinesOfAnyLength_AgreesWithSplitting()
    {
        using TemporaryFolder folder = new();
        Gen.Int[0, 70_000].Array[1, 6].Sample(
            lengths =>
            {
                string[] texts = [.. lengths.Select((length, i) => new string((char)('가' + i), length))];
                string path = folder.Write("a.jsonl", string.Join('\n', texts.Select(t => $"{{\"t\":\"{t}\"}}")));

                Assert.Equal(texts, JsonLines.Read(path, l => l.RequiredText("t")));
            },
            iter: 20,
            threads: 1);
    }

    private static int[] Numbers(string pattern) => [.. JsonLines.Read(pattern, Number)];

    private static int Number(JsonElement line) => line.GetProperty("n").GetInt32();
}
