using System.IO.Compression;
using System.Text.Json;
using CsCheck;
using KoSparse.Data;
using KoSparse.Files;

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

    /// <summary>Every cut of a packed file, and every changed byte of its end, is told; none is taken for the file's end or blamed on a line.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_PackedFileCutAnywhere_IsAnError_Issue19(int members)
    {
        using TemporaryFolder folder = new();
        byte[] member = Packed("{\"n\":1}\n", "{\"n\":2}\n");
        byte[] bytes = [.. Enumerable.Repeat(member, members).SelectMany(m => m)];
        string path = folder.File("a.jsonl.gz");

        for (int length = 1; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            if (length == member.Length)
            {
                Assert.Equal([1, 2], Numbers(path)); // a whole member: nothing says that there was another
                continue;
            }

            JsonLinesException error = Assert.Throws<JsonLinesException>(() => Numbers(path));
            Assert.StartsWith($"{path}: the packed data is damaged or cut off", error.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(path, [.. bytes[..^6], (byte)(bytes[^6] ^ 1), .. bytes[^5..]]);
        Assert.Contains("crc", Assert.Throws<JsonLinesException>(() => Numbers(path)).Message, StringComparison.OrdinalIgnoreCase);
        File.WriteAllBytes(path, bytes);
        Assert.Equal(2 * members, Numbers(path).Length);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a pointer of Git LFS")]
    public void Read_FileThatHoldsNothing_IsAnError_Issue19(string content, string expected)
    {
        using TemporaryFolder folder = new();
        foreach (string name in (string[])["a.jsonl", "a.jsonl.gz"])
        {
            JsonLinesException error = Assert.Throws<JsonLinesException>(() => Numbers(folder.Write(name, content)));
            Assert.Contains($"{name}: {expected}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_LineAboveTheLimit_SaysWhichSettingRaisesIt_Issue19()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", $"{{\"n\":1}}\n{{\"n\":2,\"text\":\"{new string('x', InputLimit.Line)}\"}}\n");

        JsonLinesException error = Assert.Throws<JsonLinesException>(() => Numbers(path));

        Assert.Equal($"{path}(2): the line is larger than 16 MiB. If it is meant to be, set KOSPARSE_MAX_INPUT_MB to more (at most 1024).", error.Message);
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

    /// <summary>One member, flushed after each text: places where a cut leaves whole lines.</summary>
    private static byte[] Packed(params string[] texts)
    {
        using MemoryStream bytes = new();
        using (GZipStream packed = new(bytes, CompressionLevel.Optimal))
        {
            foreach (string text in texts)
            {
                packed.Write(System.Text.Encoding.UTF8.GetBytes(text));
                packed.Flush();
            }
        }

        return bytes.ToArray();
    }
}
