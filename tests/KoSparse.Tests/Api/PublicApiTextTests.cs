using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KoSparse.Tests.Api;

/// <summary>The comparison notices what is planted.</summary>
public sealed class PublicApiTextTests : IDisposable
{
    private const string Source = """
        #nullable enable
        namespace Planted;
        public sealed record Word(string Text, int? Place)
        {
            public required string? Note { get; init; }
            internal int Hidden { get; set; }
        }
        public interface IReader<T> where T : class, new() { T Read(System.Collections.Generic.IReadOnlyList<string?> lines, int limit = 10); }
        public abstract class Shape { protected Shape() { } public abstract double Area { get; } protected virtual void Draw(ref int pen) { } private int _secret; }
        public enum Kind { One, Two = 5 }
        public static class Words { public const string Best = "최고"; public static int Twice(this int number) => 2 * number; }
        internal sealed class Unseen { public int Member; }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_PlantedLibrary_ShowsWhatOthersSee() => Assert.Equal(
        [
            "Planted.IReader<T>: interface where T : class, new()",
            "    T Read(IReadOnlyList<string?> lines, int limit = 10)",
            "Planted.Kind: enum",
            "    One = 0",
            "    Two = 5",
            "Planted.Shape: abstract class",
            "    abstract double Area { get; }",
            "    protected Shape()",
            "    protected virtual void Draw(ref int pen)",
            "Planted.Word: sealed record",
            "    Word(string Text, int? Place)",
            "    int? Place { get; init; }",
            "    required string? Note { get; init; }",
            "    string Text { get; init; }",
            "Planted.Words: static class",
            "    const string Best = \"최고\"",
            "    static int Twice(this int number)",
        ],
        PublicApi.Of(Compile(Source)));

    [Theory]
    [InlineData("int limit = 10", "int limit = 11")]
    [InlineData("string? Note", "string Note")]
    [InlineData("internal int Hidden", "public int Hidden")]
    [InlineData("Two = 5", "Two = 6")]
    [InlineData("internal sealed class Unseen", "public sealed class Unseen")]
    [InlineData("public sealed record Word", "public record Word")]
    [InlineData("where T : class, new()", "where T : class")]
    [InlineData("protected virtual void", "internal virtual void")]
    public void Fault_ChangedLibrary_NamesTheLinesAndHowToAccept(string before, string after)
    {
        StoredApi stored = new(_folder.Path, _ => null);
        Accept(Compile(Source));

        string? same = stored.Fault(Compile(Source));
        string? changed = stored.Fault(Compile(Source.Replace(before, after, StringComparison.Ordinal)));

        Assert.Null(same);
        Assert.Matches("\n[-+] Planted", changed);
        Assert.Contains("KOSPARSE_ACCEPT_API=1", changed, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_MovedMember_SaysWhereItWentAndCame() => Assert.Equal(
        ["- A.One: int Length { get; }", "+ A.Two: int Length { get; }"],
        StoredApi.Differences(["A.One: class", "    int Length { get; }", "A.Two: class"], ["A.One: class", "A.Two: class", "    int Length { get; }"]));

    [Fact]
    public void Fault_AcceptingInCi_IsRefused()
    {
        StoredApi stored = new(_folder.Path, _ => "1");

        Assert.Contains("CI", stored.Fault(Compile(Source)), StringComparison.Ordinal);
        Assert.Empty(stored.Names);
    }

    [Fact]
    public void Fault_Accepting_WritesTheFile()
    {
        Accept(Compile(Source));

        Assert.Equal(["Planted"], new StoredApi(_folder.Path, _ => null).Names);
        Assert.Null(new StoredApi(_folder.Path, _ => null).Fault(Compile(Source)));
    }

    private void Accept(Assembly library) =>
        Assert.Null(new StoredApi(_folder.Path, name => name == "KOSPARSE_ACCEPT_API" ? "1" : null).Fault(library));

    private static Assembly Compile(string source)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Planted",
            [CSharpSyntaxTree.ParseText(source)],
            [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(dll => Path.GetFileName(dll).StartsWith("System", StringComparison.Ordinal)).Select(dll => MetadataReference.CreateFromFile(dll))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream image = new();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return new AssemblyLoadContext("planted", isCollectible: true).LoadFromStream(image);
    }
}
