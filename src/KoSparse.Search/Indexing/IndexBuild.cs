using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Search.Indexing;

/// <summary>Encodes a stream of documents into an index on disk.</summary>
public static class IndexBuild
{
    /// <summary>Documents encoded at a time: enough of each length for full batches.</summary>
    private const int ChunkSize = 2000;

    /// <summary>Encodes, adds and commits. Stopped or failed before the end, it leaves the index as it was.</summary>
    /// <param name="folder">Folder of the index; made when it does not exist.</param>
    /// <param name="documents">A document takes the place of one with the same id; read as a stream, once.</param>
    /// <param name="encoder">Encodes the documents; what searches the index must encode questions over the same vocabulary.</param>
    /// <param name="tokenizerHash">Hash of the encoder's tokenizer: the index opens with this one alone.</param>
    /// <param name="replace">Whether the documents are the whole index, or join those that it has.</param>
    /// <param name="memory">Megabytes of memory that it may take beside the encoder, however many documents there are; at least <see cref="IndexWriter.LeastMemory"/>.</param>
    /// <param name="weightBits">Bits of a weight in the vectors, 8 or 16; null keeps those of the index, or takes 8.</param>
    /// <param name="progress">Told how many are encoded, as often as the encoder tells it.</param>
    /// <param name="stop">Stops it between two chunks, and the encoder where it tells its progress.</param>
    /// <exception cref="Storage.IndexFormatException">The index is damaged, over another vocabulary, or has weights of other bits; not when it is replaced.</exception>
    /// <exception cref="IOException">Another writer has the index, or the folder holds something else.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IndexBuildSummary Run(
        string folder,
        IEnumerable<Document> documents,
        ISparseEncoder encoder,
        string tokenizerHash,
        bool replace,
        int memory = IndexWriter.DefaultMemory,
        int? weightBits = null,
        IProgress<IndexBuildProgress>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(tokenizerHash);
        long started = Stopwatch.GetTimestamp();
        using var writer = IndexWriter.Open(folder, encoder.VocabularySize, tokenizerHash, replace, memory, weightBits);
        int count = 0;
        int replaced = 0;
        foreach (Document[] chunk in Chunks(documents, IndexMemory.Of(memory).ChunkCharacters))
        {
            stop.ThrowIfCancellationRequested();
            var told = new ChunkProgress(count, chunk.Length, progress, stop);
            IReadOnlyList<SparseVector> vectors = encoder.EncodeDocuments(chunk, told);
            foreach ((Document document, SparseVector vector) in chunk.Zip(vectors))
            {
                replaced += writer.Add(document, vector) ? 1 : 0;
            }

            count += chunk.Length;
        }

        stop.ThrowIfCancellationRequested();
        writer.Commit();
        return new IndexBuildSummary(count, replaced, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Documents to be encoded together: so many, or as many as have so many characters.</summary>
    private static IEnumerable<Document[]> Chunks(IEnumerable<Document> documents, int characters)
    {
        List<Document> chunk = [];
        int held = 0;
        foreach (Document document in documents)
        {
            chunk.Add(document);
            held += document.Title.Length + document.Text.Length + (document.Fields?.Length ?? 0);
            if (chunk.Count == ChunkSize || held >= characters)
            {
                yield return [.. chunk];
                chunk.Clear();
                held = 0;
            }
        }

        if (chunk.Count > 0)
        {
            yield return [.. chunk];
        }
    }

    /// <summary>Passes on what the encoder tells, and ends its work when it is to stop.</summary>
    private sealed class ChunkProgress(
        int indexed, int inChunk, IProgress<IndexBuildProgress>? progress, CancellationToken stop) : IProgress<int>
    {
        public void Report(int value)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(new IndexBuildProgress(indexed, inChunk, value));
        }
    }
}
