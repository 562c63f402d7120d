using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KoSparse.Tests.Architecture;

/// <summary>The rules of STYLE that one file alone can break.</summary>
internal static partial class SourceRules
{
    private const int LongestFile = 400;

    private static readonly string[] TorchFolders = ["src/KoSparse.Modeling/", "src/KoSparse.Training/"];

    /// <summary>What a file under <c>src</c> breaks.</summary>
    public static IEnumerable<string> Faults(SourceText source)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(source.Text, new(LanguageVersion.Latest)).GetCompilationUnitRoot();
        return LengthFaults(source)
            .Concat(TypeFaults(source.Path, root))
            .Concat(NamespaceFaults(source.Path, root))
            .Concat(TorchFaults(source.Path, root));
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

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilities|Common|Base|Info|Processor|V\d+)$")]
    private static partial Regex Banned();
}
