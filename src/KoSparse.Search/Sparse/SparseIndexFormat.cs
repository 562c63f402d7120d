namespace KoSparse.Search.Sparse;

/// <summary>Layout of an index on disk: a folder with two files.</summary>
/// <remarks>
/// <para><c>documents.jsonl.gz</c>: one document per line, in the order of indexing, with <c>_id</c>, <c>title</c>, <c>text</c>.</para>
/// <para><c>postings.bin</c>, little-endian: magic (8 bytes), version (int32), documents (int32), terms (int32),
/// postings (int32), SHA-256 of documents.jsonl.gz (32 bytes), tokenizer hash (int32 length, UTF-8);
/// starts (int32 × (terms + 1)), documents (int32 × postings), impacts (float32 × postings);
/// SHA-256 of everything before it (32 bytes).</para>
/// </remarks>
internal static class SparseIndexFormat
{
    public const int Version = 1;
    public const int HashLength = 32;
    public const int LongestTokenizerHash = 1024;
    public const string PostingsFile = "postings.bin";
    public const string DocumentsFile = "documents.jsonl.gz";

    public static ReadOnlySpan<byte> Magic => "KOSPARSE"u8;
}
