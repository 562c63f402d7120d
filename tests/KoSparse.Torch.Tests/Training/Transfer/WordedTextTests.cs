using KoSparse.Text;
using KoSparse.Training.Transfer;

namespace KoSparse.Torch.Tests.Training.Transfer;

public sealed class WordedTextTests
{
    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();

    /// <summary>등대 ##는 | 봄 ##에 | 고친다 .: the last sign stands without a space and belongs to its word.</summary>
    [Fact]
    public void Of_Text_NumbersWordsBetweenWhiteSpace()
    {
        WordedText read = WordedText.Of("등대는  봄에\n고친다.", "", _tokenizer, 20);

        Assert.Equal(["[CLS]", "등대", "##는", "봄", "##에", "고친다", ".", "[SEP]"], read.Ids.Select(id => TinyText.Vocabulary[id]));
        Assert.Equal([-1, 0, 0, 1, 1, 2, 2, -1], read.Words);
        Assert.Equal(3, read.WordCount);
    }

    [Fact]
    public void Of_Prefix_IsReadAndIsNoWord()
    {
        WordedText read = WordedText.Of("등대는 봄에", "오늘 ", _tokenizer, 20);

        Assert.Equal(["[CLS]", "오늘", "등대", "##는", "봄", "##에", "[SEP]"], read.Ids.Select(id => TinyText.Vocabulary[id]));
        Assert.Equal([-1, -1, 0, 0, 1, 1, -1], read.Words);
    }

    [Theory]
    [InlineData(5, new[] { -1, 0, 0, -1, -1 })] // 봄 without its ##에
    [InlineData(6, new[] { -1, 0, 0, 1, 1, -1 })]
    public void Of_TooLong_LeavesOutTheWordThatIsCut(int maxLength, int[] words)
    {
        WordedText read = WordedText.Of("등대는 봄에 고친다", "", _tokenizer, maxLength);

        Assert.Equal(maxLength, read.Ids.Length);
        Assert.Equal(words.Length == 6 ? [-1, 0, 0, -1, -1, -1] : words, read.Words); // what stands last may go on: its word is left out, too
    }

    [Fact]
    public void Of_NoText_HasNoWord()
    {
        WordedText read = WordedText.Of("", "", _tokenizer, 8);

        Assert.Equal(0, read.WordCount);
    }
}
