using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using KoSparse.Data;
using KoSparse.Search.Postings;

namespace KoSparse.Search.Sparse;

/// <summary>Saves a <see cref="SparseIndex"/> to a folder.</summary>
public static class SparseIndexWriter
{
    private const int ValuesPerWrite = 1 << 20; // spans of bytes hold at most 2 GiB

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes an index beside the folder and renames it, so that the folder never holds half of one.</summary>
    /// <param name="index">The index.</param>
    /// <param name="folder">Replaced when it holds an index; must be absent or empty otherwise.</param>
    /// <exception cref="IOException">The folder holds something that is no index.</exception>
    public static void Write(SparseIndex index, string folder)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        ThrowIfOtherThings(target);
        string beside = $"{target}.writing";
        string replaced = $"{target}.replaced";
        DeleteFolder(beside);
        DeleteFolder(replaced);
        Directory.CreateDirectory(beside);
        byte[] documentsHash = WriteDocuments(index.Documents, Path.Combine(beside, SparseIndexFormat.DocumentsFile));
        WritePostings(index, documentsHash, Path.Combine(beside, SparseIndexFormat.PostingsFile));
        if (Directory.Exists(target))
        {
            Directory.Move(target, replaced);
        }

        Directory.Move(beside, target);
        DeleteFolder(replaced);
    }

    private static void ThrowIfOtherThings(string target)
    {
        if (Directory.Exists(target)
            && Directory.EnumerateFileSystemEntries(target).Any()
            && !File.Exists(Path.Combine(target, SparseIndexFormat.PostingsFile)))
        {
            throw new IOException($"{target} holds files but no index. Choose another folder, or empty this one.");
        }
    }

    private static byte[] WriteDocuments(IReadOnlyList<Document> documents, string path)
    {
        using (Stream file = DataFiles.Create(path))
        using (Utf8JsonWriter json = new(file, Readable))
        {
            foreach (Document document in documents)
            {
                json.WriteStartObject();
                json.WriteString("_id", document.Id);
                json.WriteString("title", document.Title);
                json.WriteString("text", document.Text);
                json.WriteEndObject();
                json.Flush();
                json.Reset();
                file.WriteByte((byte)'\n');
            }
        }

        using FileStream written = File.OpenRead(path);
        return SHA256.HashData(written);
    }

    private static void WritePostings(SparseIndex index, byte[] documentsHash, string path)
    {
        using FileStream file = File.Create(path);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        PostingLists postings = index.Postings;
        byte[] tokenizerHash = Encoding.UTF8.GetBytes(index.TokenizerHash);
        Write(SparseIndexFormat.Magic);
        WriteAll<int>([SparseIndexFormat.Version, postings.DocumentCount, postings.TermCount, postings.Count]);
        Write(documentsHash);
        WriteAll<int>([tokenizerHash.Length]);
        Write(tokenizerHash);
        WriteAll(postings.Starts);
        WriteAll(postings.AllDocuments);
        WriteAll(postings.AllImpacts);
        file.Write(hash.GetHashAndReset());
        file.Flush(flushToDisk: true);

        void Write(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            file.Write(bytes);
        }

        void WriteAll<T>(ReadOnlySpan<T> values) where T : struct
        {
            for (; values.Length > 0; values = values[Math.Min(ValuesPerWrite, values.Length)..])
            {
                Write(MemoryMarshal.AsBytes(values[..Math.Min(ValuesPerWrite, values.Length)]));
            }
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
