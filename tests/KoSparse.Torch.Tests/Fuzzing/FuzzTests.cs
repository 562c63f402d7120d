using KoSparse.Fuzz.Formats;
using KoSparse.Fuzz.Running;

namespace KoSparse.Torch.Tests.Fuzzing;

/// <summary>A short run of <c>make fuzz</c>, and every input that failed in a long one.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 300;

    private static readonly Lazy<IReadOnlyList<FuzzedFormat>> Formats = new(FormatList.All);

    public static TheoryData<string> Names => [.. Formats.Value.Select(format => format.Name).Distinct()];

    /// <summary>A reader that refuses the good example would find nothing in damaged ones.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Read_GoodExamples_AreRead(string name)
    {
        using FuzzRun run = new();

        Assert.All(Formats.Value.Where(format => format.Name == name), run.ReadWhole);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_DamagedExamples_AreReadOrRefused_Issue19(string name)
    {
        using FuzzRun run = new();

        string[] failures =
        [
            .. Formats.Value.Where(format => format.Name == name)
                .SelectMany(format => run.Run(format, Inputs, seed: 19)).Select(failure => $"{failure.File}: {failure.Reason}"),
        ];

        Assert.Empty(failures);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_InputsThatFailedOnce_AreReadOrRefused_Issue19(string name)
    {
        using FuzzRun run = new();
        FuzzedFormat format = Formats.Value.First(one => one.Name == name);

        Assert.Empty(FuzzCase.Read(Path.Combine(Repository.Root, "tests", "KoSparse.Fuzz", "cases"), name)
            .Select(one => run.Try(format, one.File, one.Content)).OfType<FuzzFailure>().Select(failure => $"{failure.File}: {failure.Reason}"));
    }

    /// <summary>The tool sees what it looks for.</summary>
    [Theory]
    [InlineData("throws", "System.FormatException in ")]
    [InlineData("grows", "takes too much memory")]
    [InlineData("refuses", null)]
    public void Try_PlantedReader_IsJudged_Issue19(string kind, string? expected)
    {
        using FuzzRun run = new();
        var format = FuzzedFormat.OfFile("planted", "a", [1], path => GC.KeepAlive(kind switch
        {
            "throws" => throw new FormatException(),
            "grows" => new byte[300 << 20],
            _ => throw new KoSparse.Files.InputException(path),
        }));

        FuzzFailure? failure = run.Try(format, "a", [2]);

        Assert.Equal(expected is null, failure is null);
        Assert.StartsWith(expected ?? "", failure?.Reason ?? "", StringComparison.Ordinal);
    }
}
