using KoSparse.Tests.Search;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Tests.Vectors;

public sealed class WordFamiliesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-families-");
    private readonly WordTokenizer _tokenizer = new("만들", "만드", "##만들");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        new WordFamilies(new Dictionary<int, IReadOnlyList<(int, float)>> { [6] = [(5, 0.25f)], [5] = [(7, 0.75f), (6, 0.5f)] }).Write(_folder.FullName, _tokenizer);

        WordFamilies families = WordFamilies.Read(_folder.FullName, _tokenizer);

        Assert.Equal((2, 3), (families.Count, families.Pairs));
        Assert.Equal([(7, 0.75f), (6, 0.5f)], families.Of(5));
        Assert.Equal([(5, 0.25f)], families.Of(6));
        Assert.Empty(families.Of(7));
        Assert.Contains("""{"만들":{"##만들":0.75,"만드":0.5},"만드":{"만들":0.25}}""", File.ReadAllText(FamiliesFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tokenizer_hash":"words","families":{"만들":{"만듦":0.5}}}""", "'만듦' is no token of the vocabulary. Mend it, or ")]
    [InlineData("""{"tokenizer_hash":"words","families":{"만들":{"만드":1.5}}}""", "the similarity 1.5 is not from 0 to 1. Mend it, or ")]
    [InlineData("""{"tokenizer_hash":"others","families":{}}""", "made with another tokenizer (hash others, in use is words)")]
    [InlineData("""{"tokenizer_hash":"words"}""", "cannot be read")]
    [InlineData("{", "cannot be read")]
    [InlineData(null, "cannot be read")]
    public void Read_BadFile_SaysWhatAndHowToMakeIt(string? content, string expected)
    {
        if (content is not null)
        {
            File.WriteAllText(FamiliesFile, content);
        }

        TokenFileException exception = Assert.Throws<TokenFileException>(() => WordFamilies.Read(_folder.FullName, _tokenizer));

        Assert.StartsWith($"{FamiliesFile}: {expected}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("kosparse prepare families", exception.Message, StringComparison.Ordinal);
    }

    private string FamiliesFile => Path.Combine(_folder.FullName, WordFamilies.FileName);
}
