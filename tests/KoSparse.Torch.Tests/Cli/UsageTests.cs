using KoSparse.Search.Queries;

namespace KoSparse.Torch.Tests.Cli;

/// <summary>What a wrong command line is told: the option, what was given, what it takes; never a stack trace or a name of .NET.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("--count: 'abc' is not a whole number.", "search", "-k", "abc", "--model", "m", "--index", "i", "질문")]
    [InlineData("-k: must be at least 1.", "search", "-k", "0", "--model", "m", "--index", "i", "질문")]
    [InlineData("--memory: must be at least 128.", "index", "--memory", "127", "--model", "m", "--input", "i", "--output", "o")]
    [InlineData("--by: 'voctors' is not one of vectors, text, both.", "search", "--by", "voctors", "--model", "m", "--index", "i", "질문")]
    [InlineData("--limit: 'x' is not a whole number.", "index", "--limit", "x", "--model", "m", "--input", "a", "-o", "b")]
    [InlineData("--expansion-share: 'x' is not a number.", "convert", "a", "b", "--expansion-share", "x")]
    [InlineData("--shares: 'x' is not a number.", "average", "a", "b", "--shares", "x", "y", "-o", "z")]
    [InlineData("--interval: 'x' is not a whole number.", "monitor", "--interval", "x")]
    [InlineData("--modle: no such option. Did you mean --model?", "search", "--modle", "m", "질문")]
    [InlineData("--frobnicate: no such option.", "runs", "--frobnicate")]
    public async Task Run_WrongArgument_IsToldInPlainWords_Issue19(string expected, params string[] arguments)
    {
        _ = typeof(SearchedField); // its names are among the choices

        CommandLine line = await CommandLine.RunAsync(arguments);

        Assert.Equal(2, line.Code);
        Assert.StartsWith(expected, line.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", line.Error, StringComparison.Ordinal);
    }
}
