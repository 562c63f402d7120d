using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>A row of Milvus a line: <c>{"id": …, "embedding": {"123": 0.5}}</c>, the inner product as metric.</summary>
internal sealed class MilvusRows(VectorFormatOptions options) : VectorFormat(options with { Ids = true })
{
    /// <inheritdoc/>
    public override void Write(Stream target, Document document, SparseVector vector) => Line(target, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        WriteTexts(json, document);
        WriteMap(json, Options.Field, vector);
        json.WriteEndObject();
    });
}
