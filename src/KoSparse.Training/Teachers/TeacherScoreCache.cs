using System.Buffers.Binary;
using System.Security.Cryptography;
using KoSparse.Data;

namespace KoSparse.Training.Teachers;

/// <summary>Scores of one teacher by the hash of question and text, in a file that grows; a pair is scored once.</summary>
/// <remarks>
/// The file holds records of 20 bytes: the first 16 of the pair's SHA-256, and the score as a little-endian float. A record
/// that a crash cut short is dropped when the file is opened.
/// </remarks>
public sealed class TeacherScoreCache : IDisposable
{
    private const int KeyLength = 16;
    private const int RecordLength = KeyLength + sizeof(float);

    private readonly Dictionary<UInt128, float> _scores = [];
    private readonly FileStream _file;

    /// <summary>Opens the scores of a teacher, or begins them.</summary>
    /// <param name="folder">Where the file is, or will be.</param>
    /// <param name="teacher">Hash of the teacher, a part of the file's name: another teacher's scores are others.</param>
    public TeacherScoreCache(string folder, string teacher)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, $"teacher-{teacher}.scores");
        _file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Span<byte> record = stackalloc byte[RecordLength];
        while (_file.ReadAtLeast(record, RecordLength, throwOnEndOfStream: false) == RecordLength)
        {
            _scores[BinaryPrimitives.ReadUInt128LittleEndian(record)] = BinaryPrimitives.ReadSingleLittleEndian(record[KeyLength..]);
        }

        _file.SetLength(_file.Length - (_file.Length % RecordLength));
        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Pairs scored so far.</summary>
    public int Count => _scores.Count;

    /// <summary>The score of a pair, if it is known.</summary>
    public bool TryGet(string query, Document document, out float score) => _scores.TryGetValue(Key(query, document), out score);

    /// <summary>Keeps a score.</summary>
    public void Add(string query, Document document, float score)
    {
        UInt128 key = Key(query, document);
        _scores[key] = score;
        Span<byte> record = stackalloc byte[RecordLength];
        BinaryPrimitives.WriteUInt128LittleEndian(record, key);
        BinaryPrimitives.WriteSingleLittleEndian(record[KeyLength..], score);
        _file.Write(record);
    }

    /// <summary>Brings what was added to the disk.</summary>
    public void Flush() => _file.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static UInt128 Key(string query, Document document) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{query}\0{document.Content}")));
}
