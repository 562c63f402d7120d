using KoSparse.Data;
using KoSparse.Encoding.Lines;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Tests.Encoding.Lines;

public sealed class EncodedFileTests : IDisposable
{
    private const int Documents = (3 * EncodedFile.Portion) + 17;

    private readonly TemporaryFolder _folder = new();
    private readonly VectorFormat _format;

    public EncodedFileTests()
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n등대\n##는\n밤\n");
        _format = VectorFormat.Of("vectors", new VectorFormatOptions(TokenizerFolder.Open(_folder.Path), 8));
    }

    private string Target => _folder.File("out/vectors.jsonl");

    private static IEnumerable<Document> Texts => Enumerable.Range(0, Documents).Select(i => new Document($"d{i}", "", $"글 {i}"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_AllDocuments_StandInOrderAndNothingElseIsLeft()
    {
        EncodedFileSummary summary = new EncodedFile(Target, "a").Write(Texts, Encode, _format);

        Assert.Equal(new EncodedFileSummary(Documents, 0), summary);
        Assert.Equal(Documents, File.ReadLines(Target).Count());
        Assert.StartsWith("""{"_id":"d700","vector":""", File.ReadLines(Target).ElementAt(700), StringComparison.Ordinal);
        Assert.Equal(["vectors.jsonl"], Directory.GetFiles(_folder.File("out")).Select(Path.GetFileName));
    }

    /// <summary>Stopped after each portion, and with the bytes of a killed run behind the last one: the file of one run, to the byte.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Write_StoppedAndTakenUp_EqualsOneRun(int portions)
    {
        byte[] whole = Whole();
        StopAfter(portions, "a");
        File.AppendAllText(Target + ".part", "{\"_id\":\"half a li");

        EncodedFileSummary summary = new EncodedFile(Target, "a").Write(Texts, Encode, _format);

        Assert.Equal(portions * EncodedFile.Portion, summary.Before);
        Assert.Equal(whole, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData("b", null)] // another model, input or setting
    [InlineData(null, null)] // standard input
    [InlineData("a", "{ \"documents\": 51")] // killed while it wrote how far it was: an older program
    [InlineData("a", "{\"origin\":\"a\",\"documents\":512,\"bytes\":99999999}")] // lines that the disk lost
    public void Write_WhatCannotBeGoneOnWith_BeginsAnew(string? origin, string? state)
    {
        byte[] whole = Whole();
        StopAfter(1, "a");
        if (state is not null)
        {
            File.WriteAllText(Target + ".part.json", state);
        }

        EncodedFileSummary summary = new EncodedFile(Target, origin).Write(Texts, Encode, _format);

        Assert.Equal(new EncodedFileSummary(Documents, 0), summary);
        Assert.Equal(whole, File.ReadAllBytes(Target));
    }

    [Fact]
    public void Write_BadLineInTheMiddle_KeepsWhatIsDoneAndTheFileOfBefore()
    {
        Directory.CreateDirectory(_folder.File("out"));
        File.WriteAllText(Target, "before");
        IEnumerable<Document> bad = Texts.Take(EncodedFile.Portion + 3).Concat(Bad());

        Assert.Throws<FormatException>(() => new EncodedFile(Target, "a").Write(bad, Encode, _format));

        Assert.Equal("before", File.ReadAllText(Target));
        Assert.Equal(EncodedFile.Portion, new EncodedFile(Target, "a").Write(Texts, Encode, _format).Before);
    }

    private static IEnumerable<Document> Bad()
    {
        yield return new Document("x", "", "");
        throw new FormatException("line 516");
    }

    private byte[] Whole()
    {
        new EncodedFile(Target, "a").Write(Texts, Encode, _format);
        byte[] whole = File.ReadAllBytes(Target);
        File.Delete(Target);
        return whole;
    }

    private void StopAfter(int portions, string origin)
    {
        using CancellationTokenSource stop = new();
        int encoded = 0;
        Assert.Throws<OperationCanceledException>(() => new EncodedFile(Target, origin).Write(
            Texts,
            documents =>
            {
                if (++encoded == portions)
                {
                    stop.Cancel();
                }

                return Encode(documents);
            },
            _format,
            stop: stop.Token));
        Assert.False(File.Exists(Target));
    }

    private static IReadOnlyList<SparseVector> Encode(IReadOnlyList<Document> documents) =>
        [.. documents.Select(document => SparseVector.FromTerms([new TermWeight(5, document.Id.Length), new TermWeight(7, document.Text.Length / 3f)]))];
}
