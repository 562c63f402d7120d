using System.Security.Cryptography;
using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>A point of Qdrant a line, as its <c>points</c> hold them: a named sparse vector, and the document as payload.</summary>
internal sealed class QdrantPoints(VectorFormatOptions options) : VectorFormat(options)
{
    /// <inheritdoc/>
    public override void Write(Stream target, Document document, SparseVector vector) => Line(target, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", PointId(document.Id));
        json.WriteStartObject("vector");
        json.WriteStartObject(Options.Field);
        json.WriteStartArray("indices");
        foreach (int id in vector.TokenIds)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (float weight in vector.Weights)
        {
            json.WriteNumberValue(weight);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("payload");
        json.WriteString("_id", document.Id);
        WriteTexts(json, document);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Ids are UUIDs there: one made of ours, the same each time (SHA-256, in the form of version 8, RFC 9562).</summary>
    private static Guid PointId(string id)
    {
        byte[] bytes = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
