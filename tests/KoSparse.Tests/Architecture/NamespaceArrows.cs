using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KoSparse.Tests.Architecture;

/// <summary>Which namespace uses which, as the compiler understands the sources.</summary>
/// <remarks>
/// Counted are <c>using</c> directives and every name of a type, static member or extension in the code: qualified by any part of its
/// namespace, by an alias, or not at all because it lies in an enclosing namespace. Names in comments are not.
/// All projects are one compilation without their packages: names of other libraries stay unknown, ours do not.
/// </remarks>
internal static class NamespaceArrows
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>Reads the arrows of some sources.</summary>
    public static ArrowGraph Of(IEnumerable<SourceText> sources)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest, DocumentationMode.None);
        SyntaxTree[] trees = [.. sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, options, s.Path))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "House",
            trees.Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options)),
            Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll").Select(dll => MetadataReference.CreateFromFile(dll)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        HashSet<string> own = [.. trees.Select(NamespaceOf).OfType<string>()];
        ArrowGraph graph = new();
        Parallel.ForEach(trees.Where(tree => NamespaceOf(tree) is not null), tree =>
        {
            string from = NamespaceOf(tree)!;
            SemanticModel model = compilation.GetSemanticModel(tree);
            (string To, SyntaxNode Node)[] uses = [.. Uses(tree, model).Where(use => use.To != from && own.Contains(use.To))];
            lock (graph)
            {
                foreach ((string to, SyntaxNode node) in uses)
                {
                    graph.Add(from, to, $"{tree.FilePath}:{tree.GetLineSpan(node.Span).StartLinePosition.Line + 1}");
                }
            }
        });
        return graph;
    }

    private static string? NamespaceOf(SyntaxTree tree) =>
        tree.GetRoot().ChildNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();

    private static IEnumerable<(string To, SyntaxNode Node)> Uses(SyntaxTree tree, SemanticModel model)
    {
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            ISymbol? used = node switch
            {
                UsingDirectiveSyntax directive => model.GetSymbolInfo(directive.NamespaceOrType).Symbol,
                SimpleNameSyntax { IsVar: false } name => UsedBy(model.GetSymbolInfo(name)),
                _ => null,
            };
            if (used is not null)
            {
                yield return ((used as INamespaceSymbol ?? used.ContainingNamespace).ToDisplayString(), node);
            }
        }
    }

    /// <summary>Members of a value tell nothing: who names its type, or makes it, has said so elsewhere.</summary>
    private static ISymbol? UsedBy(SymbolInfo info) => (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
    {
        INamedTypeSymbol type => type,
        IMethodSymbol { MethodKind: MethodKind.Constructor } made => made.ContainingType, // an attribute
        IMethodSymbol { IsExtensionMethod: true } extension => extension,
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } => null,
        { IsStatic: true, ContainingType: not null } member => member,
        { ContainingType.IsExtension: true } member => member,
        _ => null,
    };
}
