using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KoSparse.Tests.Architecture;

/// <summary>Rules of STYLE for tests: a name in three parts, and a body that can fail and does not leave early.</summary>
internal static class TestRules
{
    /// <summary>What the tests of a file break.</summary>
    public static IEnumerable<string> Faults(SourceText source) =>
        CSharpSyntaxTree.ParseText(source.Text, new(LanguageVersion.Latest)).GetRoot()
            .DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsTest)
            .SelectMany(test => Faults(test).Select(fault => $"{source.Path}: {test.Identifier.Text} {fault}"));

    private static bool IsTest(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(list => list.Attributes)
        .Any(a => a.Name.ToString() is string name && (name.EndsWith("Fact", StringComparison.Ordinal) || name.EndsWith("Theory", StringComparison.Ordinal)));

    private static IEnumerable<string> Faults(MethodDeclarationSyntax test)
    {
        if (test.Identifier.Text.Split('_', StringSplitOptions.RemoveEmptyEntries).Length < 3)
        {
            yield return "is not named after member, condition and outcome";
        }

        if (!test.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => name.Identifier.Text.Contains("Assert", StringComparison.Ordinal)))
        {
            yield return "asserts nothing";
        }

        if (test.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Any())
        {
            yield return "leaves early: skip it, with the reason";
        }
    }
}
