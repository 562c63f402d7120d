using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Lines;
using KoSparse.Vectors;

namespace KoSparse.Cli.Writing;

/// <summary>Encodes an input, as documents or questions, and writes the vectors.</summary>
/// <param name="model">Encodes.</param>
/// <param name="format">How vectors are written.</param>
/// <param name="areQueries">Whether the texts are questions.</param>
/// <param name="shard">Which lines.</param>
internal sealed class EncodingWork(OpenModel model, VectorFormat format, bool areQueries, Shard shard)
{
    /// <summary>A person who types lines waits for each; a program reads by the portion.</summary>
    private static int PortionOfConsole => Console.IsInputRedirected ? EncodedFile.Portion : 1;

    /// <summary>What acts on the vectors of an input: what was written of the same origin can be gone on with.</summary>
    /// <param name="input">The input's files; a glob.</param>
    /// <param name="settings">What else acts on the lines.</param>
    public string Origin(string input, string settings) => OriginOf(model, input, [settings, $"queries {areQueries}", shard.ToString()]);

    /// <summary>What acts on what is made of an input with a model.</summary>
    /// <param name="model">Encodes.</param>
    /// <param name="input">The input's files; a glob.</param>
    /// <param name="settings">What else acts.</param>
    public static string OriginOf(OpenModel model, string input, IEnumerable<string> settings)
    {
        IEnumerable<string> files = DataFiles.Find(input).Concat(Directory.GetFiles(model.NetworkFolder)).Concat(Directory.GetFiles(model.Folder));
        string all = string.Join('\n', files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(path => new FileInfo(path))
            .Select(file => FormattableString.Invariant($"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"))
            .Concat([model.Parts.Encode.ToString(), .. settings]));
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(all)));
    }

    /// <summary>Writes a file, and tells how it went.</summary>
    public void WriteFile(string path, IEnumerable<Document> documents, string? origin, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        EncodedFileSummary written;
        try
        {
            using var progress = new ProgressLine("encoding texts");
            written = new EncodedFile(path, origin).Write(shard.Of(documents), Encode, format, progress, stop);
        }
        catch (OperationCanceledException) when (origin is not null)
        {
            Console.Error.WriteLine($"Stopped; what is done is in {path}.part. The same command goes on.");
            throw;
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        string before = written.Before > 0 ? $", {written.Before:N0} of them from a run before" : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{written.Documents:N0} vectors in {path}{before}, {seconds:F1} s ({(written.Documents - written.Before) / seconds:F0} a second)."));
    }

    /// <summary>Writes to standard output, and the count to standard error.</summary>
    public void WriteToConsole(IEnumerable<Document> documents, CancellationToken stop)
    {
        int done = 0;
        using (Stream console = Console.OpenStandardOutput())
        using (var progress = new ProgressLine("encoding texts", onError: true))
        {
            foreach (Document[] portion in shard.Of(documents).Chunk(PortionOfConsole))
            {
                stop.ThrowIfCancellationRequested();
                console.Write(format.Bytes(portion, Encode(portion)));
                done += portion.Length;
                if (!Console.IsErrorRedirected)
                {
                    progress.Report(done);
                }
            }
        }

        Console.Error.WriteLine($"{done:N0} vectors.");
    }

    private IReadOnlyList<SparseVector> Encode(IReadOnlyList<Document> documents) =>
        areQueries ? model.Encoder.EncodeQueries([.. documents.Select(document => document.Content)]) : model.Encoder.EncodeDocuments(documents);
}
