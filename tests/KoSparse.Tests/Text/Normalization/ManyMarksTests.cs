using KoSparse.Text;

namespace KoSparse.Tests.Text.Normalization;

public sealed class ManyMarksTests
{
    /// <summary>Marks are sorted by classes, which takes the square of their number: 400,000 took two minutes.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(400_000)]
    public void Tokenize_MarksWithoutEnd_IsReadInPieces_Issue19(int marks)
    {
        Tokenizer tokenizer = TokenizerFolder.Open(Path.Combine(SharedData.Root, "models", "mini"));
        string text = $"등대 e{string.Concat(Enumerable.Range(0, marks).Select(i => i % 2 == 0 ? "\u0301" : "\u0323"))} 한강";

        IReadOnlyList<Token> tokens = tokenizer.Tokenize(text);

        Assert.Equal("등대", tokenizer.Vocabulary[tokens[0].Id]);
        Assert.Equal("한강", tokenizer.Vocabulary[tokens[^1].Id]);
    }
}
