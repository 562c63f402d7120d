using System.Diagnostics;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Search.Sparse;
using KoSparse.Vectors;

namespace KoSparse.Cli.Searching;

/// <summary>Encodes a stream of documents into an index on disk.</summary>
internal static class IndexBuild
{
    /// <summary>Documents encoded at a time: enough of each length for full batches.</summary>
    private const int ChunkSize = 2000;

    /// <summary>Encodes, builds and saves; says how many and how fast.</summary>
    /// <returns>Number of documents.</returns>
    public static int Run(OpenModel model, IEnumerable<Document> documents, string output, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        var builder = new SparseIndexBuilder(model.Encoder.VocabularySize, model.Tokenizer.Hash);
        int count = 0;
        foreach (Document[] chunk in documents.Chunk(ChunkSize))
        {
            using var progress = new ProgressLine($"indexing {count + 1:N0} and on", chunk.Length, stop);
            IReadOnlyList<SparseVector> vectors = model.Encoder.EncodeDocuments([.. chunk.Select(d => d.Content)], progress);
            foreach ((Document document, SparseVector vector) in chunk.Zip(vectors))
            {
                builder.Add(document, vector);
            }

            count += chunk.Length;
        }

        SparseIndexWriter.Write(builder.Build(), output);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{count:N0} documents in {output}, {seconds:F1} s ({count / seconds:F0} a second).");
        return count;
    }
}
