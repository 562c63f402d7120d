using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Text.RegularExpressions;
using KoSparse.Cli.Commands;

namespace KoSparse.Torch.Tests.Cli;

/// <summary>What each target calls, asked of make itself without running it, in a folder where nothing was made yet.</summary>
public sealed partial class MakefileTests : IDisposable
{
    private const string Called = "./kosparse ";

    /// <summary>Sets what would depend on this machine, and what targets ask for.</summary>
    private static readonly string[] Given =
    [
        "DATA=none", "KOSPARSE_DATA=", "CORPUS=corpus.jsonl", "TOKENIZER=models/tokenizer", "BASELINE=outputs/train_v26", "CONFIG=", "SET=",
        "MODEL=", "RUNS=", "PORT=6006", "A=outputs/a", "B=outputs/b", "NAME=user/model",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-make-");

    public MakefileTests()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "Makefile"), Path.Combine(Repository.Root, "Makefile"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "configs"), Path.Combine(Repository.Root, "configs"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>On a change, look at the difference and save <c>make.actual.txt</c> as the golden file.</summary>
    [Fact]
    public void Targets_OfTheList_CallWhatIsStored()
    {
        string actual = string.Concat(Targets().Select(target => $"$ make {target}\n{Trimmed(Make(["-n", target, .. Given]))}\n"));

        Repository.AssertGolden("make", actual);
    }

    [Fact]
    public void Targets_CommandsTheyCall_AreUnderstood()
    {
        Command root = KoSparseCommand.Build();
        string[] calls =
        [
            .. Targets().SelectMany(target => Make(["-n", target, .. Given]).Split('\n'))
                .Where(line => line.Contains(Called, StringComparison.Ordinal) && !line.StartsWith("else ", StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(Called, StringComparison.Ordinal) + Called.Length)..]),
        ];

        Assert.True(calls.Length >= 25, $"only {calls.Length} calls");
        Assert.All(calls, call => Assert.Empty(root.Parse([.. CommandLineParser.SplitCommandLine(call.Replace('\'', '"'))]).Errors));
    }

    [Theory]
    [InlineData("train-v25", "SET=seed=7 training.epochs=2", "./kosparse train configs/train_v25.yaml --set seed=7 --set training.epochs=2")]
    [InlineData("train-v22-resume", "CONFIG=configs/small_v28.yaml", "./kosparse train configs/small_v28.yaml --resume")]
    [InlineData("train-v26-after-v24", "SET=", "./kosparse train configs/train_v26.yaml --after outputs/train_v24")]
    [InlineData("eval-v28", "CONFIG=configs/small_v28.yaml", "./kosparse eval all --model outputs/small_v28 --output-dir outputs/small_v28/eval")]
    [InlineData("eval-v28", "CONFIG=configs/quickstart.yaml", "./kosparse eval all --model outputs/quickstart/run --output-dir outputs/quickstart/run/eval")]
    [InlineData("stop-v28", "CONFIG=configs/quickstart.yaml", "./kosparse stop outputs/quickstart/run")]
    [InlineData("logs-v28", "SET=seed=7 output_dir=outputs/b", "tail -n 40 -F outputs/b/training.log")]
    [InlineData("eval-v28-language", "SET=output_dir=outputs/b", "./kosparse eval language --model outputs/b --output-dir outputs/b/eval")]
    [InlineData("convert-v28-hf", "MODEL=outputs/mine", "./kosparse convert outputs/mine huggingface/v28")]
    [InlineData("upload-v28", "NAME=user/model DRY_RUN=1", "./kosparse upload huggingface/v28 user/model --dry-run")]
    [InlineData("v28-pipeline", "BENCHMARK=ko-strategyqa CORPUS=c.jsonl", "./kosparse pipeline configs/train_v28.yaml --corpus 'c.jsonl' --benchmark ko-strategyqa")]
    [InlineData("pretrain-mini", "RESUME=1", "./kosparse pretrain configs/pretrain_mini.yaml --resume")]
    public void Target_Variable_ReachesTheCommand(string target, string variables, string expected)
    {
        string[] given = variables.StartsWith("SET=", StringComparison.Ordinal) ? [variables] : variables.Split(' ');

        string printed = Make(["-n", target, .. given]);

        Assert.Equal(expected, Spaces().Replace(printed, " ").Trim());
    }

    [Theory]
    [InlineData("upload-v28", "make upload-v28 NAME=user/model-name")]
    [InlineData("eval-v99", "configs/train_v99.yaml: no config that says output_dir. Name one: make eval-v99 CONFIG=configs/small_v28.yaml")]
    [InlineData("eval-compare", "make eval-compare A=outputs/train_v26 B=outputs/train_v28")]
    public void Target_WithoutWhatItNeeds_SaysHowToCallIt(string target, string hint) =>
        Assert.Contains(hint, Make(["-n", target], code: 2), StringComparison.Ordinal);

    [Theory]
    [InlineData("commands.md")]
    [InlineData("commands.ko.md")]
    public void CommandsPage_TargetsAndTests_AreThoseThatThereAre(string page)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", page));
        string[] sources = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories);

        string[] named = [.. TestName().Matches(text).Select(match => match.Value)];
        string[] missing = [.. named.Where(name => !Exists(name.Split('.')))];

        Assert.True(named.Length > 40, $"only {named.Length} tests are named");
        Assert.Empty(missing);
        Assert.All(Targets().Except(["test", "format"]), target => Assert.Contains($"`make {target}".Replace("eval-v28-travel", "eval-v27-travel"), text, StringComparison.Ordinal));

        bool Exists(string[] name) => sources.Any(file =>
            Path.GetFileNameWithoutExtension(file) == name[0] && File.ReadAllText(file).Contains($" {name[1]}(", StringComparison.Ordinal));
    }

    private IEnumerable<string> Targets() =>
        Make(["help"]).Split('\n').Where(line => line.StartsWith("  make ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3])
            .Except(["help"]);

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    private string Make(string[] arguments, int code = 0)
    {
        var start = new ProcessStartInfo("make", ["--no-print-directory", .. arguments])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in (string[])["MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "MFLAGS"]) // of the 'make test' that runs this test
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.True(process.ExitCode == code, output);
        return output;
    }

    [GeneratedRegex("[A-Za-z]+Tests\\.[A-Za-z0-9_]+")]
    private static partial Regex TestName();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
