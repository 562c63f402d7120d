using System.CommandLine;
using KoSparse.Cli.Commands;

namespace KoSparse.Torch.Tests.Cli;

public sealed class HelpTests
{
    /// <summary>What every verb tells about itself; on a change, look at the difference and save <c>help.actual.txt</c> as the golden file.</summary>
    [Fact]
    public async Task Help_EveryVerb_IsAsStored()
    {
        string[] paths = [.. PathsOf(KoSparseCommand.Build(), "")];
        string actual = "";
        foreach (string path in paths)
        {
            CommandLine line = await CommandLine.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.Equal(0, line.Code);
            actual += $"$ kosparse {path}--help\n{Trimmed(line.Output)}\n";
        }

        Repository.AssertGolden("help", actual);
    }

    /// <summary>One verb alone is built where the command line begins with it: by the name that it has.</summary>
    [Fact]
    public void Build_OneVerb_IsTheSameAsAmongAll()
    {
        string[] all = [.. KoSparseCommand.Build().Subcommands.Select(verb => verb.Name)];

        Assert.All(all, name => Assert.Equal(name, Assert.Single(KoSparseCommand.Build(name).Subcommands).Name));
        Assert.Equal(all, KoSparseCommand.Build("serch").Subcommands.Select(verb => verb.Name));
    }

    private static IEnumerable<string> PathsOf(Command command, string path) =>
        command.Subcommands.SelectMany(verb => PathsOf(verb, $"{path}{verb.Name} ")).Prepend(path);

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n";
}
