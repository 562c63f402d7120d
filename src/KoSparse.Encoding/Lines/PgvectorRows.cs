using System.Globalization;
using System.Text;
using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>Rows for PostgreSQL's <c>COPY … FROM</c>: id, title, text and a <c>sparsevec</c>, whose places count from 1.</summary>
internal sealed class PgvectorRows(VectorFormatOptions options) : VectorFormat(options)
{
    /// <summary>What <c>sparsevec</c> holds.</summary>
    private const int MostTerms = 16_000;

    /// <inheritdoc/>
    public override void Write(Stream target, Document document, SparseVector vector)
    {
        if (vector.Count > MostTerms)
        {
            throw new FormatException($"the vector of document {document.Id} has {vector.Count} terms, and sparsevec holds {MostTerms}. Prune more: --set encode.pruning.max_terms=256.");
        }

        StringBuilder row = new();
        row.AppendJoin('\t', new[] { document.Id, document.Title, document.Text }.Select(Escaped)).Append("\t{");
        for (int i = 0; i < vector.Count; i++)
        {
            row.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{vector.TokenIds[i] + 1}:{vector.Weights[i]:R}");
        }

        row.Append(CultureInfo.InvariantCulture, $"}}/{Options.VocabularySize}\n");
        target.Write(System.Text.Encoding.UTF8.GetBytes(row.ToString()));
    }

    /// <summary>A text that holds no tab, no end of line and no backslash of its own; a zero character, which PostgreSQL cannot hold, is left out.</summary>
    private static string Escaped(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
}
