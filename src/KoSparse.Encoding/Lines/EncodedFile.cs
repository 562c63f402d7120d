using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Files;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>Writes the vectors of many documents to a file that stands under its name once all are written; goes on where it was stopped.</summary>
/// <remarks>
/// Documents are encoded in portions, which do not depend on where a run began: the file of a run that was stopped, or killed, and taken
/// up again equals that of one run, to the byte.
/// </remarks>
/// <param name="path">The file. While it is written, <c>PATH.part</c> and <c>PATH.part.json</c> stand beside it.</param>
/// <param name="origin">What acts on the vectors: of a file of another origin nothing is taken. Null never goes on.</param>
public sealed class EncodedFile(string path, string? origin)
{
    /// <summary>Documents that are encoded together, and lost at most when the process is killed.</summary>
    public const int Portion = 512;

    private readonly string _part = path + ".part";
    private readonly string _state = path + ".part.json";

    /// <summary>Encodes and writes.</summary>
    /// <param name="documents">The documents; those that an earlier run wrote are read and passed over.</param>
    /// <param name="encode">Their vectors.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="progress">Told how many are written.</param>
    /// <param name="stop">Ends it after a portion; what is written is kept.</param>
    /// <exception cref="IOException">The path is that of a device, a pipe or a socket, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EncodedFileSummary Write(
        IEnumerable<Document> documents, Func<IReadOnlyList<Document>, IReadOnlyList<SparseVector>> encode, VectorFormat format, IProgress<int>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(encode);
        ArgumentNullException.ThrowIfNull(format);
        SpecialFile.ThrowIfOne(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        (int before, long bytes) = ReadState();
        int done = before;
        using (FileStream file = new(_part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            file.SetLength(bytes); // what a killed run wrote after its last portion
            file.Position = bytes;
            foreach (Document[] portion in documents.Skip(before).Chunk(Portion))
            {
                stop.ThrowIfCancellationRequested();
                file.Write(format.Bytes(portion, encode(portion)));
                file.Flush(flushToDisk: true);
                done += portion.Length;
                WriteState(done, file.Position);
                progress?.Report(done);
            }
        }

        WholeFile.Put(_part, path);
        File.Delete(_state);
        return new EncodedFileSummary(done, before);
    }

    private (int Documents, long Bytes) ReadState()
    {
        try
        {
            if (origin is not null && File.Exists(_state) && File.Exists(_part))
            {
                JsonSection state = new(JsonFile.Read(_state));
                long bytes = state.LargeNumber("bytes");
                if (state.Text("origin") == origin && bytes <= new FileInfo(_part).Length)
                {
                    return (state.WholeNumber("documents"), bytes);
                }
            }
        }
        catch (JsonException)
        {
            // Of a run that was killed before it could say how far it was: it begins anew.
        }

        return (0, 0);
    }

    private void WriteState(int documents, long bytes) => WholeFile.Write(
        _state, new JsonObject { ["origin"] = origin ?? "", ["documents"] = documents, ["bytes"] = bytes }.ToJsonString() + "\n");
}
