namespace KoSparse.Tests.Architecture;

public sealed class SourceRulesTests
{
    /// <summary>Faults that are still there. The list may only grow shorter: whoever mends one takes it out.</summary>
    private static readonly string[] Known = [];

    [Fact]
    public void Faults_OfTheSources_AreTheKnownOnesAlone()
    {
        IReadOnlyList<SourceText> sources = House.Sources("src");

        string[] faults = [.. sources.SelectMany(SourceRules.Faults)];

        Assert.NotEmpty(sources);
        Faults.AssertNone(faults.Except(Known));
        Faults.AssertNone(Known.Except(faults).Select(fault => $"mended, take it out of the list: {fault}"));
    }

    [Theory]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    [InlineData("samples")]
    public void LengthFaults_OfOtherFiles_AreNone(string folder)
    {
        IReadOnlyList<SourceText> sources = House.Sources(folder);

        Assert.NotEmpty(sources);
        Faults.AssertNone(sources.SelectMany(SourceRules.LengthFaults));
    }

    [Theory]
    [InlineData("namespace KoSparse.Text; public sealed class Words;", null)]
    [InlineData("namespace KoSparse.Text; internal sealed class Words; internal sealed record Word;", null)]
    [InlineData("namespace KoSparse.Text; public sealed class Words { public sealed record Word; }", null)]
    [InlineData("namespace KoSparse.Text; public sealed class Words; public sealed record Word;", "2 public types, Words, Word")]
    [InlineData("namespace KoSparse.Text; public delegate int Words(int place); public enum Word { One }", "2 public types, Words, Word")]
    [InlineData("namespace KoSparse.Text; public sealed class Letters;", "not named after Letters")]
    [InlineData("namespace KoSparse.Text; public sealed class Letters; internal sealed class Words;", "not named after Letters")]
    [InlineData("namespace KoSparse.Data; public sealed class Words;", "namespace KoSparse.Data, not KoSparse.Text")]
    [InlineData("namespace KoSparse.Text; public sealed class Words { private sealed class WordManager; }", "a name that says nothing, WordManager")]
    [InlineData("namespace KoSparse.Text; public sealed class Words { private enum WordsV2; }", "a name that says nothing, WordsV2")]
    [InlineData("namespace KoSparse.Text; public sealed class Words { string Of(string path) => File.ReadAllText(path); }", "File.ReadAllText has no limit, InputFile has one")]
    [InlineData("namespace KoSparse.Text; public sealed partial class Words { [GeneratedRegex(\"^a$\")] static partial Regex A(); }", "a pattern that ends with $ and not with \\z")]
    [InlineData("namespace KoSparse.Text; public sealed partial class Words { [GeneratedRegex(@\"^a\\z|\\$b\")] static partial Regex A(); }", null)]
    [InlineData("using TorchSharp; namespace KoSparse.Text; public sealed class Words;", "TorchSharp outside of Modeling and Training")]
    [InlineData("using static TorchSharp.torch; namespace KoSparse.Text; public sealed class Words;", "TorchSharp outside of Modeling and Training")]
    [InlineData("namespace KoSparse.Text; public sealed class Words { TorchSharp.Scalar? _one; }", "TorchSharp outside of Modeling and Training")]
    public void Faults_PlantedFile_AreFound(string text, string? fault)
    {
        string[] expected = fault is null ? [] : [$"src/KoSparse/Text/Words.cs: {fault}"];

        Assert.Equal(expected, SourceRules.Faults(new SourceText("src/KoSparse/Text/Words.cs", text)).Order(StringComparer.Ordinal).Take(2));
    }

    [Fact]
    public void Faults_LongFile_IsFound()
    {
        SourceText longest = new("src/KoSparse/Text/Words.cs", "namespace KoSparse.Text; public sealed class Words;" + new string('\n', 400));

        Assert.Empty(SourceRules.Faults(longest));
        Assert.Equal(["src/KoSparse/Text/Words.cs: 401 lines, at most 400"], SourceRules.Faults(longest with { Text = longest.Text + "\n" }));
    }
}
