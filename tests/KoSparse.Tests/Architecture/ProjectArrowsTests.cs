namespace KoSparse.Tests.Architecture;

public sealed class ProjectArrowsTests
{
    private static readonly string[] LibtorchUsers = ["KoSparse.Benchmarks", "KoSparse.Cli", "KoSparse.Torch.Tests"];

    [Fact]
    public void ProjectReferences_OfSources_AreThoseOfTheTable()
    {
        IReadOnlyList<ProjectFile> projects = House.Projects("src");

        Assert.Contains(projects, p => p.Name == "KoSparse.Cli" && p.References.Length > 0);
        Faults.AssertNone(ProjectArrows.Faults(projects));
    }

    [Theory]
    [InlineData("src/KoSparse.Search/KoSparse.Search.csproj", "KoSparse.Evaluation", "KoSparse.Search -> KoSparse.Evaluation")]
    [InlineData("src/KoSparse.Serving/KoSparse.Serving.csproj", "KoSparse.Modeling", "KoSparse.Serving -> KoSparse.Modeling")]
    [InlineData("src/KoSparse.Novel/KoSparse.Novel.csproj", "KoSparse", "KoSparse.Novel is not in the table of DESIGN, section 1")]
    public void Faults_PlantedReference_IsFound(string path, string reference, string fault)
    {
        ProjectFile planted = Planted(path, reference);

        Assert.Equal([fault], ProjectArrows.Faults([planted, Planted("src/KoSparse/KoSparse.csproj")]));
    }

    [Fact]
    public void Faults_ReferenceThroughAnother_IsFound()
    {
        ProjectFile[] planted =
        [
            Planted("src/KoSparse.Hub/KoSparse.Hub.csproj", "KoSparse"),
            Planted("src/KoSparse/KoSparse.csproj", "KoSparse.Encoding"),
            Planted("src/KoSparse.Encoding/KoSparse.Encoding.csproj"),
        ];

        Assert.Equal(["KoSparse.Hub -> KoSparse.Encoding", "KoSparse -> KoSparse.Encoding"], ProjectArrows.Faults(planted));
    }

    [Fact]
    public void Allowed_Arrows_LeadToNoCircle()
    {
        ArrowGraph graph = new();
        foreach ((string from, string[] targets) in ProjectArrows.Allowed)
        {
            foreach (string to in targets)
            {
                graph.Add(from, to, "DESIGN");
            }
        }

        Assert.Equal(12, ProjectArrows.Allowed.Count);
        Assert.Empty(graph.Pairs());
        Assert.Null(graph.Circle());
    }

    [Fact]
    public void PackageReferences_TorchSharp_IsInModelingAlone() =>
        Assert.Equal(["KoSparse.Modeling"], House.Projects("").Where(p => p.Packages.Contains("TorchSharp")).Select(p => p.Name));

    [Fact]
    public void PackageReferences_Libtorch_AreInTheProgramsAlone()
    {
        ProjectFile[] users = [.. House.Projects("").Where(p => p.Packages.Any(name => name.StartsWith("libtorch", StringComparison.Ordinal)))];

        Assert.Equal(LibtorchUsers, users.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.All(users, user => Assert.True(user.IsProgram, user.Path));
    }

    [Fact]
    public void ProjectReferences_OfManagedTestsAndSamples_DoNotBringTorch()
    {
        Dictionary<string, ProjectFile> all = House.Projects("").ToDictionary(p => p.Name, StringComparer.Ordinal);
        string[] managed =
        [
            "KoSparse.Tests", .. all.Values.Where(p => p.Path.StartsWith("samples/", StringComparison.Ordinal)).Select(p => p.Name),
        ];

        Assert.All(managed, name => Assert.Empty(ProjectArrows.Reached(name, all).Intersect(ProjectArrows.Torch)));
    }

    /// <summary>A namespace that all files of a project have in scope would hide who uses it.</summary>
    [Fact]
    public void Usings_OfSourceProjects_AreNone() => Assert.All(House.Projects("src"), project => Assert.Empty(project.Usings));

    private static ProjectFile Planted(string path, params string[] references) => ProjectFile.Parse(
        path,
        $"<Project><ItemGroup>{string.Concat(references.Select(r => $"<ProjectReference Include=\"../{r}/{r}.csproj\" />"))}</ItemGroup></Project>");
}
