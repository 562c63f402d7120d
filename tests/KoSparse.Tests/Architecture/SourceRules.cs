using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KoSparse.Tests.Architecture;

/// <summary>The rules of STYLE that one file alone can break.</summary>
internal static partial class SourceRules
{
    private const int LongestFile = 400;

    private static readonly string[] BoundedReaders =
        ["src/KoSparse/Files/InputFile.cs", "src/KoSparse.Cli/Monitoring/", "src/KoSparse.Evaluation/Reports/MachineDescription.cs", "src/KoSparse.Hub/Uploading/", "src/KoSparse.Serving/Servers/OpenFiles.cs"];

    private static readonly string[] TorchFolders = ["src/KoSparse.Modeling/", "src/KoSparse.Training/"];

    /// <summary>What a file under <c>src</c> breaks.</summary>
    public static IEnumerable<string> Faults(SourceText source)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(source.Text, new(LanguageVersion.Latest)).GetCompilationUnitRoot();
        return LengthFaults(source)
            .Concat(TypeFaults(source.Path, root))
            .Concat(NamespaceFaults(source.Path, root))
            .Concat(TorchFaults(source.Path, root))
            .Concat(ReadingFaults(source.Path, root))
            .Concat(PatternFaults(source.Path, root));
    }

    /// <summary>A file of more than four hundred lines, in tests too.</summary>
    public static IEnumerable<string> LengthFaults(SourceText source)
    {
        int lines = source.Text.AsSpan().Count('\n');
        return lines > LongestFile ? [$"{source.Path}: {lines} lines, at most {LongestFile}"] : [];
    }

    private static IEnumerable<string> TypeFaults(string path, CompilationUnitSyntax root)
    {
        MemberDeclarationSyntax[] types =
        [
            .. root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax),
        ];
        string[] open = [.. types.Where(t => t.Modifiers.Any(SyntaxKind.PublicKeyword)).Select(NameOf)];
        if (open.Length > 1)
        {
            yield return $"{path}: {open.Length} public types, {string.Join(", ", open)}";
        }

        string file = Path.GetFileNameWithoutExtension(path);
        if (types.Length > 0 && !(open.Length > 0 ? open : [.. types.Select(NameOf)]).Contains(file))
        {
            yield return $"{path}: not named after {string.Join(" or ", (open.Length > 0 ? open : [.. types.Select(NameOf)]))}";
        }

        IEnumerable<string> all = root.DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).Select(NameOf);
        foreach (string name in all.Where(name => Banned().IsMatch(name)))
        {
            yield return $"{path}: a name that says nothing, {name}";
        }
    }

    private static IEnumerable<string> NamespaceFaults(string path, CompilationUnitSyntax root)
    {
        string expected = string.Join('.', path.Split('/')[1..^1]);
        return root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(n => n.Name.ToString())
            .Where(name => name != expected).Select(name => $"{path}: namespace {name}, not {expected}");
    }

    private static IEnumerable<string> TorchFaults(string path, CompilationUnitSyntax root) =>
        TorchFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
            ? []
            : root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.Text == "TorchSharp")
                .Take(1).Select(_ => $"{path}: TorchSharp outside of Modeling and Training");

    /// <summary>A file that others wrote is read with a bound on memory; what the system tells of itself has its own.</summary>
    private static IEnumerable<string> ReadingFaults(string path, CompilationUnitSyntax root) =>
        BoundedReaders.Any(reader => path.StartsWith(reader, StringComparison.Ordinal))
            ? []
            : root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Where(call => call.Expression.ToString() == "File" && (call.Name.ToString().StartsWith("ReadAll", StringComparison.Ordinal) || call.Name.ToString() is "ReadLines" or "OpenText"))
                .Select(call => $"{path}: {call} has no limit, InputFile has one");

    /// <summary>A dollar also stands before a newline at the end: a name with one would pass.</summary>
    private static IEnumerable<string> PatternFaults(string path, CompilationUnitSyntax root) => root.DescendantNodes().OfType<AttributeSyntax>()
        .Where(attribute => attribute.Name.ToString() == "GeneratedRegex" && attribute.ArgumentList?.Arguments[0].Expression is LiteralExpressionSyntax literal && Dollar().IsMatch(literal.Token.ValueText))
        .Select(_ => $"{path}: a pattern that ends with $ and not with \\z");

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    [GeneratedRegex(@"(?<!\\)\$(\||\)|\z)")]
    private static partial Regex Dollar();

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilities|Common|Base|Info|Processor|V\d+)$")]
    private static partial Regex Banned();
}
