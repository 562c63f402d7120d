namespace KoSparse.Tests;

public sealed class SharedDataTests
{
    [Theory]
    [InlineData("golden/no-such-file.jsonl", "KOSPARSE_GOLDEN")]
    [InlineData("data/no-such-folder", "KOSPARSE_DATA")]
    public void SharedTheory_AbsentFile_IsSkippedAndNamesIt(string name, string variable)
    {
        SharedTheoryAttribute theory = new(name);

        Assert.Contains(name, theory.Skip, StringComparison.Ordinal);
        Assert.Contains(variable, theory.Skip, StringComparison.Ordinal);
    }

    [Fact]
    public void SharedTheory_NoNeeds_Runs() => Assert.Null(new SharedTheoryAttribute().Skip);
}
