using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>A line of Anserini's <c>JsonVectorCollection</c>: Lucene counts terms, so a weight is a whole number of hundredths.</summary>
internal sealed class LuceneVectors(VectorFormatOptions options) : VectorFormat(options)
{
    private const float Hundredths = 100;

    /// <inheritdoc/>
    public override void Write(Stream target, Document document, SparseVector vector) => Line(target, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        json.WriteString("contents", document.Content);
        json.WriteStartObject("vector");
        for (int i = 0; i < vector.Count; i++)
        {
            if (MathF.Round(Hundredths * vector.Weights[i]) is var count and > 0)
            {
                json.WriteNumber(Key(vector.TokenIds[i]), (int)count);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });
}
