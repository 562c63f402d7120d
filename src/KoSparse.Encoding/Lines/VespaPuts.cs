using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>A put of Vespa's feed a line, the vector as a mapped tensor <c>tensor&lt;float&gt;(t{})</c>.</summary>
internal sealed class VespaPuts(VectorFormatOptions options) : VectorFormat(options)
{
    /// <inheritdoc/>
    public override void Write(Stream target, Document document, SparseVector vector) => Line(target, json =>
    {
        json.WriteStartObject();
        json.WriteString("put", $"id:kosparse:document::{document.Id}");
        json.WriteStartObject("fields");
        WriteTexts(json, document);
        json.WriteStartObject(Options.Field);
        WriteMap(json, "cells", vector);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
