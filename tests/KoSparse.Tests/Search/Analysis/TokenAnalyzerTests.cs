using KoSparse.Search.Analysis;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Analysis;

public sealed class TokenAnalyzerTests
{
    [Fact]
    public void Analyze_UnknownWord_LeavesItOut()
    {
        Lexicon lexicon = new();
        TermList terms = new(lexicon, grow: true);

        new TokenAnalyzer(new WordTokenizer("봄", "비")).Analyze("봄 모름 비 봄", terms);

        SparseVector counts = terms.Count();
        Assert.True(lexicon.TryGetId("봄", out int spring));
        Assert.False(lexicon.TryGetId("[UNK]", out _));
        Assert.Equal(3, terms.Length);
        Assert.Equal(2, counts.Weights[counts.TokenIds.IndexOf(spring)]);
    }
}
