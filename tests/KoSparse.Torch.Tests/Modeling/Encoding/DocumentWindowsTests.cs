using CsCheck;
using KoSparse.Data;
using KoSparse.Encoding.Windows;
using KoSparse.Text;

namespace KoSparse.Torch.Tests.Modeling.Encoding;

public sealed class DocumentWindowsTests
{
    private static readonly Tokenizer Words = TinyText.Tokenizer();

    [Fact]
    public void Of_LongDocument_RepeatsTheTitleBeforeLaterWindows()
    {
        var document = new Document("1", "봄 등대", "목수 어부 화가 농부 상인 아이 시장 강물 산길 다리");

        IReadOnlyList<Window> windows = DocumentWindows.Of(document, Words, maxLength: 10, maxWindows: 4);

        Assert.Equal(
            ["0 2 [CLS] 봄 등대 목수 어부 화가 농부 상인 아이 [SEP]", "2 0 [CLS] 봄 등대 시장 강물 산길 다리 [SEP]"],
            windows.Select(w => $"{w.Context} {w.Title} {string.Join(' ', w.Ids.Select(id => Words.Vocabulary[id]))}"));
    }

    [Fact]
    public void Of_OneWindow_CutsTheDocument()
    {
        Window only = Assert.Single(DocumentWindows.Of(Document.Of(TinyText.Sentence(2)), Words, maxLength: 6, maxWindows: 1));

        Assert.Equal(Words.Encode(TinyText.Sentence(2), 6), only.Ids);
    }

    /// <summary>What the windows do not hold is counted, to the token.</summary>
    [Fact]
    public void Of_FewerWindowsThanTheDocumentNeeds_CountsWhatIsLeftOut_Issue19() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[4, 40], Gen.Int[1, 4]).Sample((title, text, maxLength, maxWindows) =>
        {
            var document = new Document("1", TinyText.Question(title), TinyText.Sentence(text));

            IReadOnlyList<Window> windows = DocumentWindows.Of(document, Words, maxLength, maxWindows);

            Assert.Equal(Words.Tokenize(document.Content).Count - windows.Sum(w => w.Ids.Length - 2 - w.Context), windows[^1].LeftOut);
            Assert.All(windows.SkipLast(1), window => Assert.Equal(0, window.LeftOut));
        });

    [Fact]
    public void Of_AnyDocument_CountsEveryTokenOnce() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[4, 40]).Sample((title, text, maxLength) =>
        {
            var document = new Document("1", TinyText.Question(title), TinyText.Sentence(text));

            IReadOnlyList<Window> windows = DocumentWindows.Of(document, Words, maxLength, maxWindows: 64);

            Assert.Equal(
                Words.Tokenize(document.Content).Select(t => t.Id),
                windows.SelectMany(w => w.Ids[(1 + w.Context)..^1]));
            Assert.Equal(Words.Tokenize(document.Title).Count, windows.Sum(w => w.Title));
            Assert.All(windows, w => Assert.InRange(w.Ids.Length, 3, maxLength));
        });
}
