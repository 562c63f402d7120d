using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary><c>{"_id": …, "vector": {"token": weight}}</c> a line.</summary>
internal sealed class PlainVectors(VectorFormatOptions options) : VectorFormat(options)
{
    /// <inheritdoc/>
    public override void Write(Stream target, Document document, SparseVector vector) => Line(target, json =>
    {
        json.WriteStartObject();
        json.WriteString("_id", document.Id);
        WriteMap(json, "vector", vector);
        json.WriteEndObject();
    });
}
