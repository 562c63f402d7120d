using System.Globalization;
using KoSparse.Data;
using KoSparse.Evaluation.Keeping;

namespace KoSparse.Tests.Evaluation.Keeping;

public sealed class KeptVectorsTests : IDisposable
{
    private static readonly VectorOrigin Origin = new("model", "documents", "");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-kept-");
    private readonly Document[] _documents = [.. Enumerable.Range(0, 2500).Select(i => new Document($"{i}", "", ""))];
    private readonly List<string> _encoded = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Encode_StoppedInThePart_GoesOnWithThatPart()
    {
        Assert.Throws<OperationCanceledException>(() => Encode(reuse: false, stopAt: "1200"));
        _encoded.Clear();

        IReadOnlyList<VectorRow> rows = Encode(reuse: true);

        Assert.Equal("1000", _encoded[0]); // two parts of five hundred were kept
        Assert.Equal(_documents.Select(document => Number(document)), rows.Select(row => row.Values[^1]));
        Assert.Equal([7, 8], rows[2499].TokenIds);
    }

    [Fact]
    public void Open_AnotherOrigin_EncodesAgain()
    {
        Encode(reuse: false);
        _encoded.Clear();

        Encode(reuse: true, origin: Origin with { Model = "another" });

        Assert.Equal(2500, _encoded.Count);
    }

    [Fact]
    public void Encode_Cancelled_KeepsThePartsBefore()
    {
        using CancellationTokenSource stop = new();
        KeptVectors kept = KeptVectors.Open(Path.Combine(_folder.FullName, "kept"), Origin, reuse: true);

        Assert.Throws<OperationCanceledException>(() => kept.Encode(
            _documents,
            (part, progress) => part.Select((document, i) =>
            {
                progress.Report(i + 1);
                return new VectorRow([], [Number(document)]);
            }),
            new After(700, stop.Cancel),
            cancellation: stop.Token));

        Assert.Equal("none are kept", kept.Refused);
        Assert.Equal(500, kept.Done);
    }

    [Fact]
    public void Encode_DamagedPart_IsEncodedAgainAlone()
    {
        Encode(reuse: false);
        File.WriteAllText(Path.Combine(_folder.FullName, "kept", "00001.safetensors"), "damaged");
        _encoded.Clear();

        Encode(reuse: true);

        Assert.Equal(_documents[500..1000].Select(document => document.Id), _encoded);
    }

    [Theory]
    [InlineData("other", "documents", "", "the model has changed")]
    [InlineData("model", "other", "", "the documents have changed")]
    [InlineData("model", "documents", "512 tokens", "they were made with 512 tokens")]
    public void ReasonAgainst_OneChange_IsNamed(string model, string documents, string settings, string reason)
    {
        Assert.Null(Origin.ReasonAgainst(Origin with { }));
        Assert.Contains(reason, Origin.ReasonAgainst(new VectorOrigin(model, documents, settings)), StringComparison.Ordinal);
        Assert.Equal("none are kept", Origin.ReasonAgainst(null));
    }

    private static float Number(Document document) => float.Parse(document.Id, CultureInfo.InvariantCulture);

    private IReadOnlyList<VectorRow> Encode(bool reuse, string? stopAt = null, VectorOrigin? origin = null) =>
        KeptVectors.Open(Path.Combine(_folder.FullName, "kept"), origin ?? Origin, reuse).Encode(
            _documents,
            (part, progress) => part.Select(document =>
            {
                _encoded.Add(document.Id);
                return document.Id == stopAt ? throw new OperationCanceledException() : new VectorRow([7, 8], [1, Number(document)]);
            }));

    private sealed class After(int count, Action act) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value == count)
            {
                act();
            }
        }
    }
}
