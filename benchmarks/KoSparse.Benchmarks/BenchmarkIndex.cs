using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>An index on disk of vectors alone, in as few segments as there can be; gone when this is.</summary>
internal sealed class BenchmarkIndex : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-bench-");

    /// <summary>Builds it.</summary>
    public BenchmarkIndex(IEnumerable<(string Id, SparseVector Vector)> documents, int vocabulary, int weightBits = IndexWriter.DefaultWeightBits)
    {
        long started = Stopwatch.GetTimestamp();
        using (IndexWriter writer = IndexWriter.Open(_folder.FullName, vocabulary, weightBits: weightBits))
        {
            foreach ((string id, SparseVector vector) in documents)
            {
                writer.Add(new Document(id, "", ""), vector);
            }

            writer.MergeAll();
        }

        BuildSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Index = SearchIndex.Open(_folder.FullName);
    }

    /// <summary>Seconds that building took.</summary>
    public double BuildSeconds { get; }

    /// <summary>Bytes of all its files.</summary>
    public long Bytes => _folder.EnumerateFiles().Sum(file => file.Length);

    /// <summary>Segments that it consists of.</summary>
    public int Segments => _folder.EnumerateFiles("*.bin").Count();

    /// <summary>The index, open.</summary>
    public SearchIndex Index { get; }

    /// <summary>Deletes it.</summary>
    public void Dispose() => _folder.Delete(recursive: true);
}
