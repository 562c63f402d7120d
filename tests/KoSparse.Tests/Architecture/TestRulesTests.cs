namespace KoSparse.Tests.Architecture;

public sealed class TestRulesTests
{
    [Fact]
    public void Faults_OfTheTests_AreNone()
    {
        IReadOnlyList<SourceText> sources = House.Sources("tests");

        Assert.NotEmpty(sources);
        Faults.AssertNone(sources.SelectMany(TestRules.Faults));
    }

    [Theory]
    [InlineData("[Fact] public void Read_Line_GivesText() => Assert.Equal(1, 1);", null)]
    [InlineData("[Fact] public void Read_Line_GivesText() => AssertReads();", null)]
    [InlineData("[Fact] public void Read_Line_GivesText() { Assert.All(all, one => { if (one) { return; } Assert.True(one); }); }", null)]
    [InlineData("[Fact] public void Reads() => Assert.Equal(1, 1);", "Reads is not named after member, condition and outcome")]
    [InlineData("[Theory] [InlineData(1)] public void Read_Line_GivesText(int line) { Read(line); }", "Read_Line_GivesText asserts nothing")]
    [InlineData(
        "[SharedTheory] public void Read_Line_GivesText() { if (none) { return; } Assert.True(true); }",
        "Read_Line_GivesText leaves early: skip it, with the reason")]
    public void Faults_PlantedTest_AreFound(string method, string? fault)
    {
        string[] expected = fault is null ? [] : [$"tests/Some.cs: {fault}"];

        Assert.Equal(expected, TestRules.Faults(new SourceText("tests/Some.cs", $"public sealed class SomeTests {{ {method} }}")));
    }
}
