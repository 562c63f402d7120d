using System.Text.Json;
using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>Lines for <c>_bulk</c> of OpenSearch (<c>rank_features</c>) and Elasticsearch (<c>sparse_vector</c>): an action, then the document.</summary>
/// <param name="options">What is written.</param>
/// <param name="takesDots">Whether the name of a feature may have a dot, which Elasticsearch before 8.16 takes for a path: it refuses the document (its issue 109118). Ids have none.</param>
internal sealed class BulkLines(VectorFormatOptions options, bool takesDots) : VectorFormat(options)
{
    /// <inheritdoc/>
    public override void Write(Stream target, Document document, SparseVector vector)
    {
        if (!takesDots)
        {
            ThrowIfDotted(document, vector);
        }

        Line(target, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("index");
            json.WriteString("_id", document.Id);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        Line(target, json => WriteSource(json, document, vector));
    }

    private void WriteSource(Utf8JsonWriter json, Document document, SparseVector vector)
    {
        json.WriteStartObject();
        WriteTexts(json, document);
        if (Options.HoldsVectors)
        {
            WriteMap(json, Options.Field, vector);
        }

        json.WriteEndObject();
    }

    private void ThrowIfDotted(Document document, SparseVector vector)
    {
        foreach (int id in vector.TokenIds)
        {
            if (Key(id).Contains('.', StringComparison.Ordinal))
            {
                throw new FormatException($"the token '{Key(id)}' of document {document.Id} has a dot, which the engine takes for a path. Write ids: --as ids.");
            }
        }
    }
}
