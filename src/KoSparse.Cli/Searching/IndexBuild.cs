using System.Diagnostics;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Search.Indexing;
using KoSparse.Vectors;

namespace KoSparse.Cli.Searching;

/// <summary>Encodes a stream of documents into an index on disk.</summary>
internal static class IndexBuild
{
    /// <summary>Documents encoded at a time: enough of each length for full batches.</summary>
    private const int ChunkSize = 2000;

    /// <summary>Encodes, adds and commits; says how many and how fast. Stopped before the end, it leaves the index as it was.</summary>
    /// <param name="model">Encodes the documents.</param>
    /// <param name="documents">A document takes the place of one with the same id.</param>
    /// <param name="folder">Folder of the index.</param>
    /// <param name="replace">Whether the documents are the whole index, or join those that it has.</param>
    /// <param name="stop">Stops the encoding.</param>
    public static void Run(OpenModel model, IEnumerable<Document> documents, string folder, bool replace, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        using var writer = IndexWriter.Open(folder, model.Encoder.VocabularySize, model.Tokenizer.Hash, replace);
        int count = 0;
        int replaced = 0;
        foreach (Document[] chunk in documents.Chunk(ChunkSize))
        {
            using var progress = new ProgressLine($"indexing {count + 1:N0} and on", chunk.Length, stop);
            IReadOnlyList<SparseVector> vectors = model.Encoder.EncodeDocuments(chunk, progress);
            foreach ((Document document, SparseVector vector) in chunk.Zip(vectors))
            {
                replaced += writer.Add(document, vector) ? 1 : 0;
            }

            count += chunk.Length;
        }

        stop.ThrowIfCancellationRequested();
        writer.Commit();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        string again = replaced > 0 ? $", {replaced:N0} of them in place of others with the same id" : "";
        Console.WriteLine($"{count:N0} documents in {folder}{again}, {seconds:F1} s ({count / seconds:F0} a second).");
    }
}
