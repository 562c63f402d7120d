using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using KoSparse.Data;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>The documents of a segment as they were given, a few to a compressed block.</summary>
/// <remarks>A block is Brotli over id, title, text and fields of each document: length (int32, -1 for none) and UTF-8.</remarks>
internal sealed class StoredDocuments(CheckedBytes bytes, long tableOffset, int blockCount)
{
    /// <summary>Bytes from which a block is packed: smaller ones compress worse, larger ones make a hit dearer to show.</summary>
    public const int BytesPerBlock = 1 << 14;

    /// <summary>Number of blocks.</summary>
    public int BlockCount => blockCount;

    /// <summary>The first document of a block.</summary>
    public int FirstDocument(int block) => bytes.Slice<int>(tableOffset + (sizeof(int) * (long)block), 1)[0];

    /// <summary>The compressed bytes of a block.</summary>
    public ReadOnlySpan<byte> Compressed(int block)
    {
        long start = block == 0 ? 0 : End(block - 1);
        return bytes.Slice(start, checked((int)(End(block) - start)));
    }

    /// <summary>One document.</summary>
    public Document Read(int document)
    {
        int block = BlockOf(document);
        return Unpack(block)[document - FirstDocument(block)];
    }

    /// <summary>The documents of a block.</summary>
    public List<Document> Unpack(int block)
    {
        byte[] packed = Compressed(block).ToArray();
        using BrotliStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        stream.CopyTo(unpacked);
        ReadOnlySpan<byte> rest = unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
        List<Document> documents = [];
        while (rest.Length > 0)
        {
            string id = ReadText(ref rest) ?? "";
            string title = ReadText(ref rest) ?? "";
            string text = ReadText(ref rest) ?? "";
            documents.Add(new Document(id, title, text) { Fields = ReadText(ref rest) });
        }

        return documents;
    }

    /// <summary>Appends a document to a block that is not packed yet.</summary>
    public static void Append(IBufferWriter<byte> block, Document document)
    {
        WriteText(block, document.Id);
        WriteText(block, document.Title);
        WriteText(block, document.Text);
        WriteText(block, document.Fields);
    }

    /// <summary>Packs a block.</summary>
    public static ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> block)
    {
        byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(block.Length)];
        return BrotliEncoder.TryCompress(block, packed, out int length, quality: 5, window: 18)
            ? packed.AsMemory(0, length)
            : throw new InvalidOperationException($"Brotli refused {block.Length} bytes.");
    }

    private int BlockOf(int document)
    {
        int low = 0;
        for (int high = blockCount; high - low > 1;)
        {
            int middle = (low + high) / 2;
            (low, high) = FirstDocument(middle) <= document ? (middle, high) : (low, middle);
        }

        return low;
    }

    private long End(int block) =>
        bytes.Slice<long>(tableOffset + (sizeof(int) * (long)blockCount) + (sizeof(long) * (long)block), 1)[0];

    private static void WriteText(IBufferWriter<byte> output, string? text)
    {
        int length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), length);
        output.Advance(sizeof(int));
        if (length > 0)
        {
            output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(length)));
        }
    }

    private static string? ReadText(ref ReadOnlySpan<byte> rest)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        if (length < 0)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }
}
