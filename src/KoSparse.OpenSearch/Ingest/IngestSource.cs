using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding.Lines;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Ingest;

/// <summary>Makes <see cref="IngestItem"/>s: of documents that are encoded here, of texts that the cluster encodes, or of lines that were encoded before.</summary>
/// <remarks>An id that came before, and a vector that nothing could find, are faults that the cluster would not name.</remarks>
public static class IngestSource
{
    /// <summary>Encodes documents, <see cref="EncodedFile.Portion"/> at a time.</summary>
    /// <param name="documents">The documents, all of them.</param>
    /// <param name="done">Those of them that need no encoding any more, as runs before dealt with them.</param>
    /// <param name="encode">Their vectors.</param>
    /// <param name="format">How they are written.</param>
    public static IEnumerable<IngestItem> Encoded(
        IEnumerable<Document> documents, long done, Func<IReadOnlyList<Document>, IReadOnlyList<SparseVector>> encode, VectorFormat format)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(encode);
        ArgumentNullException.ThrowIfNull(format);
        return Left(documents, document => document.Id, done).Chunk(EncodedFile.Portion).SelectMany(portion =>
        {
            IReadOnlyList<SparseVector> vectors = encode([.. portion.Select(read => read.Value)]);
            return portion.Zip(vectors, (read, vector) => new IngestItem(
                read.Value.Id,
                Lines(format, read.Value, vector),
                read.Fault ?? (vector.Count == 0 ? "its vector is empty: it has no word that carries a meaning" : null)));
        });
    }

    /// <summary>Takes texts alone.</summary>
    /// <param name="documents">The documents, all of them.</param>
    /// <param name="done">Those that runs before dealt with.</param>
    /// <param name="format">Writes them; without vectors.</param>
    public static IEnumerable<IngestItem> Texts(IEnumerable<Document> documents, long done, VectorFormat format)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(format);
        return Left(documents, document => document.Id, done).Select(read => new IngestItem(read.Value.Id, Lines(format, read.Value, SparseVector.Empty), read.Fault));
    }

    /// <summary>Takes lines that <c>kosparse encode --format opensearch</c> wrote: an action, then its document.</summary>
    /// <param name="lines">The lines, all of them.</param>
    /// <param name="done">Documents that runs before dealt with.</param>
    /// <param name="field">Name of the vector's field.</param>
    /// <param name="isTerm">Whether a term is one of the vocabulary; null where nobody knows.</param>
    /// <exception cref="FormatException">A line is no action.</exception>
    public static IEnumerable<IngestItem> Lines(IEnumerable<JsonElement> lines, long done, string field, Predicate<string>? isTerm = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(field);
        return Left(lines.Chunk(2), pair => IdOf(pair[0]), done).Select(read => new IngestItem(
            IdOf(read.Value[0]), Joined(read.Value), read.Fault ?? (read.Value.Length < 2 ? "its line is missing" : FaultOf(read.Value[1].At(field), isTerm))));
    }

    private static IEnumerable<(T Value, string? Fault)> Left<T>(IEnumerable<T> all, Func<T, string> id, long done)
    {
        HashSet<UInt128> seen = []; // of ids: a hundred million of them are not all held
        long place = 0;
        foreach (T value in all)
        {
            bool isNew = seen.Add(HashOf(id(value)));
            if (place++ >= done)
            {
                yield return (value, isNew ? null : "its id came before: the first of that id is taken");
            }
        }
    }

    private static string? FaultOf(JsonElement? vector, Predicate<string>? isTerm)
    {
        if (vector is not { ValueKind: JsonValueKind.Object } terms || !terms.EnumerateObject().Any())
        {
            return "its vector is empty";
        }

        foreach (JsonProperty term in terms.EnumerateObject())
        {
            if (isTerm?.Invoke(term.Name) == false)
            {
                return $"'{ForeignText.Sentence(term.Name)}' is no term of the vocabulary, as the index calls them";
            }

            if (term.Value.ValueKind != JsonValueKind.Number || !(term.Value.TryGetSingle(out float weight) && weight > 0 && float.IsFinite(weight)))
            {
                return $"the term '{ForeignText.Sentence(term.Name)}' weighs {ForeignText.Sentence(term.Value.GetRawText())}, which is no positive number";
            }
        }

        return null;
    }

    private static string IdOf(JsonElement action) => action.TextAt("index", "_id")
        ?? throw new FormatException($"a line is no action with an id, but '{ForeignText.Sentence(action.GetRawText())}'. Give lines of 'kosparse encode --format opensearch', or leave out --encoded.");

    private static UInt128 HashOf(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static ReadOnlyMemory<byte> Lines(VectorFormat format, Document document, SparseVector vector) => format.Bytes([document], [vector]);

    private static ReadOnlyMemory<byte> Joined(JsonElement[] pair)
    {
        ArrayBufferWriter<byte> bytes = new();
        foreach (JsonElement line in pair)
        {
            bytes.Write(System.Text.Encoding.UTF8.GetBytes(line.GetRawText()));
            bytes.Write("\n"u8);
        }

        return bytes.WrittenMemory;
    }
}
