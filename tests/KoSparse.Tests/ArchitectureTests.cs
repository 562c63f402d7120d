using System.Text;
using System.Xml.Linq;

namespace KoSparse.Tests;

/// <summary>The house as DESIGN describes it, read from the project files.</summary>
public sealed class ArchitectureTests
{
    private const int LongestFile = 400;

    /// <summary>What each project may reference, directly or through others.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["KoSparse"] = [],
        ["KoSparse.Search"] = ["KoSparse"],
        ["KoSparse.Evaluation"] = ["KoSparse"],
        ["KoSparse.OpenSearch"] = ["KoSparse"],
        ["KoSparse.Onnx"] = ["KoSparse"],
        ["KoSparse.Modeling"] = ["KoSparse"],
        ["KoSparse.Training"] = ["KoSparse", "KoSparse.Modeling", "KoSparse.Search", "KoSparse.Evaluation"],
        ["KoSparse.Cli"] =
        [
            "KoSparse", "KoSparse.Modeling", "KoSparse.Search", "KoSparse.Evaluation", "KoSparse.Training", "KoSparse.OpenSearch", "KoSparse.Onnx",
        ],
    };

    private static readonly string[] LibtorchUsers = ["KoSparse.Benchmarks", "KoSparse.Cli", "KoSparse.Torch.Tests"];

    [Fact]
    public void ProjectReferences_OfSources_PointDownwardsAlone()
    {
        foreach (string project in Projects("src"))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            IEnumerable<string> references = Values(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)!);
            Assert.True(Arrows.TryGetValue(name, out string[]? allowed), $"{name} is not in the table of DESIGN, section 1");
            Assert.Empty(references.Except(allowed));
        }
    }

    [Fact]
    public void PackageReferences_Libtorch_AreInTheProgramsAlone() =>
        Assert.Equal(
            LibtorchUsers,
            Projects("").Where(p => Values(p, "PackageReference").Any(r => r.StartsWith("libtorch", StringComparison.Ordinal)))
                .Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal));

    [Fact]
    public void PackageReferences_TorchSharp_IsInModelingAlone() =>
        Assert.Equal(
            ["KoSparse.Modeling"],
            Projects("src").Where(p => Values(p, "PackageReference").Contains("TorchSharp")).Select(p => Path.GetFileNameWithoutExtension(p)));

    [Fact]
    public void Files_OfSourcesAndTests_AreAtMostFourHundredLines() =>
        Assert.All(
            Files("src", "*.cs").Concat(Files("tests", "*.cs")),
            file => Assert.InRange(File.ReadLines(file).Count(), 0, LongestFile));

    /// <summary>With invariant globalization <c>Normalize</c> leaves decomposed Hangul as it is, without a word.</summary>
    [Fact]
    public void Normalize_DecomposedHangul_Composes() =>
        Assert.Equal("한글", "\u1112\u1161\u11AB\u1100\u1173\u11AF".Normalize(NormalizationForm.FormC));

    [Fact]
    public void InvariantGlobalization_EverywhereInTheHouse_IsOff() =>
        Assert.All(
            Projects("").Append(Path.Combine(Root, "Directory.Build.props")).SelectMany(p => Elements(p, "InvariantGlobalization")),
            value => Assert.Equal("false", value.Value));

    private static string Root { get; } = Path.GetFullPath(Path.Combine(SharedData.Golden("."), "..", ".."));

    private static IEnumerable<string> Projects(string folder) => Files(folder, "*.csproj");

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        string[] outside = [Path.Combine(Root, "artifacts"), Path.Combine(Root, "outputs")];
        return Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(f => !outside.Any(o => f.StartsWith(o, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Values(string project, string element) =>
        Elements(project, element).Select(e => e.Attribute("Include")?.Value).OfType<string>();

    private static IEnumerable<XElement> Elements(string project, string element) => XDocument.Load(project).Descendants(element);
}
