using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KoSparse.Data;
using KoSparse.Search.Postings;

namespace KoSparse.Search.Sparse;

/// <summary>Loads a <see cref="SparseIndex"/> from the folder that <see cref="SparseIndexWriter"/> wrote.</summary>
public static class SparseIndexReader
{
    private const int ValuesPerRead = 1 << 20;

    /// <summary>Reads an index into memory; every byte is checked before it is used.</summary>
    /// <exception cref="IndexFormatException">The folder holds no index, or a damaged one, or one of another version.</exception>
    public static SparseIndex Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string postingsPath = Path.Combine(folder, SparseIndexFormat.PostingsFile);
        string documentsPath = Path.Combine(folder, SparseIndexFormat.DocumentsFile);
        foreach (string path in new[] { postingsPath, documentsPath })
        {
            if (!File.Exists(path))
            {
                throw new IndexFormatException($"{path} does not exist. Build the index with 'kosparse index'.");
            }
        }

        try
        {
            (PostingLists postings, byte[] documentsHash, string tokenizerHash) = ReadPostings(postingsPath);
            IReadOnlyList<Document> documents = ReadDocuments(documentsPath, documentsHash, postings.DocumentCount);
            return new SparseIndex(documents, postings, tokenizerHash);
        }
        catch (Exception fault) when (fault is EndOfStreamException or ArgumentException)
        {
            throw Damaged(postingsPath, "ends early or contradicts itself", fault);
        }
    }

    private static (PostingLists Postings, byte[] DocumentsHash, string TokenizerHash) ReadPostings(string path)
    {
        using FileStream file = File.OpenRead(path);
        ThrowIfOtherVersion(file, path);
        ThrowIfChanged(file, path);
        file.Position = SparseIndexFormat.Magic.Length + sizeof(int);
        int[] counts = ReadAll<int>(file, 3);
        (int documents, int terms, int postings) = (counts[0], counts[1], counts[2]);
        byte[] documentsHash = ReadAll<byte>(file, SparseIndexFormat.HashLength);
        int hashLength = ReadAll<int>(file, 1)[0];
        if (hashLength is < 0 or > SparseIndexFormat.LongestTokenizerHash)
        {
            throw Damaged(path, $"gives its tokenizer hash {hashLength} bytes");
        }

        string tokenizerHash = Encoding.UTF8.GetString(ReadAll<byte>(file, hashLength));
        long expected = file.Position + (sizeof(int) * (terms + 1L)) + (8L * postings) + SparseIndexFormat.HashLength;
        if (documents < 0 || terms < 0 || postings < 0 || file.Length != expected)
        {
            throw Damaged(path, $"has {file.Length} bytes where its header promises {expected}");
        }

        int[] starts = ReadAll<int>(file, terms + 1);
        PostingLists lists = new(documents, starts, ReadAll<int>(file, postings), ReadAll<float>(file, postings));
        return (lists, documentsHash, tokenizerHash);
    }

    private static void ThrowIfOtherVersion(FileStream file, string path)
    {
        if (!ReadAll<byte>(file, SparseIndexFormat.Magic.Length).AsSpan().SequenceEqual(SparseIndexFormat.Magic))
        {
            throw new IndexFormatException($"{path} is no index of KoSparse. Build the index with 'kosparse index'.");
        }

        int version = ReadAll<int>(file, 1)[0];
        if (version != SparseIndexFormat.Version)
        {
            throw new IndexFormatException(
                $"{path} has version {version}, this program reads {SparseIndexFormat.Version}. " +
                "Build the index again with 'kosparse index'.");
        }
    }

    private static void ThrowIfChanged(FileStream file, string path)
    {
        file.Position = 0;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[ValuesPerRead];
        long left = file.Length - SparseIndexFormat.HashLength;
        while (left > 0)
        {
            int read = file.ReadAtLeast(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)), 1);
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        if (left < 0 || !hash.GetHashAndReset().AsSpan().SequenceEqual(ReadAll<byte>(file, SparseIndexFormat.HashLength)))
        {
            throw Damaged(path, "does not match its checksum");
        }
    }

    private static List<Document> ReadDocuments(string path, byte[] expectedHash, int count)
    {
        using (FileStream file = File.OpenRead(path))
        {
            if (!SHA256.HashData(file).AsSpan().SequenceEqual(expectedHash))
            {
                throw Damaged(path, $"does not match the checksum in {SparseIndexFormat.PostingsFile}");
            }
        }

        List<Document> documents = [.. DocumentReader.Read(path)];
        return documents.Count == count
            ? documents
            : throw Damaged(path, $"has {documents.Count} documents, {SparseIndexFormat.PostingsFile} has {count}");
    }

    private static T[] ReadAll<T>(FileStream file, int count) where T : struct
    {
        T[] values = new T[count];
        for (Span<T> rest = values; rest.Length > 0; rest = rest[Math.Min(ValuesPerRead, rest.Length)..])
        {
            file.ReadExactly(MemoryMarshal.AsBytes(rest[..Math.Min(ValuesPerRead, rest.Length)]));
        }

        return values;
    }

    private static IndexFormatException Damaged(string path, string fault, Exception? cause = null)
    {
        string message = $"{path} {fault}: the index is damaged. Build it again with 'kosparse index'.";
        return cause is null ? new IndexFormatException(message) : new IndexFormatException(message, cause);
    }
}
