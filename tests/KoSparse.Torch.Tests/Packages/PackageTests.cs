using System.IO.Compression;
using System.Xml.Linq;
using KoSparse.Cli;

namespace KoSparse.Torch.Tests.Packages;

/// <summary>What a stranger takes: packages and a tool, in folders of their own, with what those say and nothing of this checkout.</summary>
public sealed class PackageTests(PackedProjects packed) : IClassFixture<PackedProjects>
{
    private const string Encodes = """
        using KoSparse.Data;
        using KoSparse.Encoding;
        using KoSparse.Onnx;

        using OpenModel model = OpenModel.Open(args[0], OnnxNetwork.Open);
        Console.WriteLine(model.Encoder.EncodeDocuments([Document.Of("등대는 밤바다를 비춘다")])[0].Count);
        """;

    private const string EncodesByTorch = """
        using KoSparse.Data;
        using KoSparse.Encoding;
        using KoSparse.Modeling.Networks;

        using OpenModel model = OpenModel.Open(args[0], (folder, config) => TorchNetwork.Open(folder, config, threads: 1));
        Console.WriteLine(model.Encoder.EncodeDocuments([Document.Of("등대는 밤바다를 비춘다")])[0].Count);
        """;

    private static string Model => Path.Combine(Repository.Root, "models", "mini");

    /// <summary>By torch it also shows that nobody has to know of the library that is too new for Debian 12: the package brings the target.</summary>
    [Theory]
    [InlineData(Encodes, "KoSparse.Onnx 0.1.0")]
    [InlineData(EncodesByTorch, "KoSparse.Modeling 0.1.0", "libtorch-cpu-linux-x64 2.10.0")]
    public async Task Packages_ProgramElsewhere_EncodesWithThem_Issue21(string program, params string[] packages)
    {
        using var elsewhere = new Consumer(packed.Packages, packages, program);

        Finished built = await elsewhere.BuildAsync();
        Assert.True(built.Code == 0, built.Output);
        Finished ran = await elsewhere.RunAsync(Model);

        Assert.True(ran.Code == 0, ran.Output);
        Assert.InRange(int.Parse(ran.Output, System.Globalization.CultureInfo.InvariantCulture), 3, 500);
    }

    [Fact]
    public void Packages_Each_SaysWhatItIs_Issue21()
    {
        string[] projects = [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!)];
        string[] found = [.. Directory.GetFiles(packed.Packages, "*.nupkg")];

        Assert.Equal(projects.Order(StringComparer.Ordinal), found.Select(file => Path.GetFileName(file).Replace(".0.1.0.nupkg", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(found, file =>
        {
            string name = Path.GetFileName(file).Replace(".0.1.0.nupkg", "", StringComparison.Ordinal);
            using ZipArchive package = ZipFile.OpenRead(file);
            using Stream text = package.GetEntry($"{name}.nuspec")!.Open();
            XElement about = XDocument.Load(text).Root!.Elements().First();
            string Said(string what) => about.Elements().SingleOrDefault(element => element.Name.LocalName == what)?.Value ?? "";

            Assert.Equal(("Apache-2.0", "README.md", "icon.png"), (Said("license"), Said("readme"), Said("icon")));
            Assert.DoesNotContain("Package Description", Said("description"), StringComparison.Ordinal);
            Assert.NotNull(package.GetEntry("README.md"));
            Assert.NotNull(package.GetEntry("icon.png"));
            Assert.True(name == "KoSparse.Cli" || package.GetEntry($"lib/net10.0/{name}.xml") is { Length: > 200 }, $"{name} has no documentation");
            Assert.True(File.Exists(Path.ChangeExtension(file, ".snupkg")), $"{name} has no symbols");
            Assert.True(new FileInfo(file).Length < 200_000_000, $"{name}: a registry takes 250 MB"); // nuget.org's limit
        });
    }

    [Fact]
    public async Task Tool_Installed_EncodesAndSaysWhatItHasNot_Issue21()
    {
        string folder = Path.Combine(packed.Folder, "tool");
        Finished installed = await Finished.OfAsync(
            packed.Folder, "dotnet", "tool", "install", "KoSparse.Cli", "--tool-path", folder, "--configfile", packed.Configuration);
        Assert.True(installed.Code == 0, installed.Output);
        string tool = Path.Combine(folder, "kosparse");

        Finished encoded = await Finished.OfAsync(packed.Folder, tool, "encode", Model, "--text", "등대는 밤바다를 비춘다");
        Finished refused = await Finished.OfAsync(packed.Folder, tool, "encode", Model, "--network", "torch", "--text", "등대는 밤바다를 비춘다");
        Finished averaged = await Finished.OfAsync(packed.Folder, tool, "average", Model, Model, "--output-dir", Path.Combine(packed.Folder, "average"));

        Assert.Contains("of the text", encoded.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (encoded.Code, refused.Code));
        Assert.All([refused, averaged], said => Assert.Contains(TorchText.Missing, said.Output, StringComparison.Ordinal));
    }
}
