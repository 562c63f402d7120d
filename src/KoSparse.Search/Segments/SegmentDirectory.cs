using System.Text.Json.Serialization;

namespace KoSparse.Search.Segments;

/// <summary>Where the parts of a segment lie.</summary>
/// <param name="Documents">Number of documents, deleted ones included.</param>
/// <param name="TextLength">Terms in all texts together, repeats included.</param>
/// <param name="BlocksOffset">Table of the blocks of stored documents: first document (int32 × n), then where each ends (int64 × n).</param>
/// <param name="BlockCount">Number of those blocks; the first starts at byte 0.</param>
/// <param name="Ids">Ids by document.</param>
/// <param name="IdOrderOffset">Documents in ascending order of id (int32 each).</param>
/// <param name="Vectors">Token ids (uint32, big-endian) and weights.</param>
/// <param name="Text">Terms of the Korean analyzer and BM25 weights without IDF.</param>
/// <param name="Keywords">Field, a zero byte, value.</param>
/// <param name="IdFilterOffset"><see cref="IdFilter"/> of the ids.</param>
/// <param name="IdFilterLength">Its bytes; 0 in segments of before, which have none.</param>
internal sealed record SegmentDirectory(
    int Documents,
    long TextLength,
    long BlocksOffset,
    int BlockCount,
    StringTableLayout Ids,
    long IdOrderOffset,
    FieldLayout Vectors,
    FieldLayout Text,
    FieldLayout Keywords,
    long IdFilterOffset = 0,
    int IdFilterLength = 0);

/// <summary>Reads and writes <see cref="SegmentDirectory"/> as JSON.</summary>
[JsonSerializable(typeof(SegmentDirectory))]
internal sealed partial class SegmentDirectoryJson : JsonSerializerContext;
