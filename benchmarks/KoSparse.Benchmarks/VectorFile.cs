using System.Globalization;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>Reads sparse vectors as lines: id, tab, <c>token:weight</c> with blanks between.</summary>
internal static class VectorFile
{
    public static IEnumerable<(string Id, SparseVector Vector)> Read(string path) =>
        File.ReadLines(path).Select(static line =>
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            string[] terms = line[(tab + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (line[..tab], SparseVector.FromTerms(terms.Select(Parse)));
        });

    /// <summary>One more than the largest token of some vectors.</summary>
    public static int VocabularyOf(IEnumerable<SparseVector> vectors) => 1 + vectors.Max(vector => vector.Count == 0 ? 0 : vector.TokenIds[^1]);

    private static TermWeight Parse(string term)
    {
        int colon = term.IndexOf(':', StringComparison.Ordinal);
        return new TermWeight(
            int.Parse(term.AsSpan(0, colon), CultureInfo.InvariantCulture),
            float.Parse(term.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }
}
