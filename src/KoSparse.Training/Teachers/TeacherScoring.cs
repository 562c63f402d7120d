using System.Security.Cryptography;
using KoSparse.Data;
using KoSparse.Files;
using KoSparse.Preparation;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Teachers;

// Shapes: Q questions, T texts, E entries of the teacher's vectors.

/// <summary>Writes triplets with a teacher's scores, so that training needs the teacher no more.</summary>
/// <param name="teacher">Scores; owned by the caller.</param>
/// <param name="cache">Scores found before; owned by the caller.</param>
/// <param name="progress">Told the triplets done of each file.</param>
/// <remarks>Interrupted, it goes on where it stopped: each chunk's scores are kept before the next is begun.</remarks>
public sealed class TeacherScoring(ITeacher teacher, TeacherScoreCache cache, IProgress<PreparationProgress>? progress = null)
{
    private const int TripletsPerChunk = 64;

    /// <summary>Pairs that the teacher scored; the others were known.</summary>
    public int Scored { get; private set; }

    /// <summary>Triplets written.</summary>
    public int Triplets { get; private set; }

    /// <summary>A short hash of a teacher: its files, those of its modules too, and the length at which it cuts texts.</summary>
    public static string HashOf(string folder, int maxLength)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }

        hash.AppendData(BitConverter.GetBytes(maxLength));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Scores the triplets of files, each into a file of the same name.</summary>
    /// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
    /// <param name="output">Folder of the scored files; another than that of the triplets.</param>
    /// <param name="stop">Stops between two chunks.</param>
    /// <exception cref="TripletFormatException">A line cannot be read.</exception>
    /// <exception cref="TripletPreparationException">The output folder is that of the triplets.</exception>
    public void Run(string pattern, string output, CancellationToken stop = default)
    {
        Directory.CreateDirectory(output);
        foreach (string path in DataFiles.Find(pattern))
        {
            string target = Path.Combine(output, Path.GetFileName(path));
            if (Path.GetFullPath(path) == Path.GetFullPath(target))
            {
                throw new TripletPreparationException($"{target}: would overwrite the triplets that are scored. Choose another output folder.");
            }

            string name = Path.GetFileName(path);
            int done = 0;
            WholeFile.Write(target, beside =>
            {
                using TripletWriter writer = new(beside);
                foreach (Triplet[] chunk in TripletReader.Read(path).Chunk(TripletsPerChunk))
                {
                    stop.ThrowIfCancellationRequested();
                    Score(chunk);
                    Array.ForEach(chunk, triplet => writer.Write(triplet with { TeacherScores = ScoresOf(triplet) }));
                    progress?.Report(new PreparationProgress(name, done += chunk.Length, 0));
                }
            });
            Triplets += done;
        }
    }

    /// <summary>Scores the pairs of a chunk that the cache lacks; a text is encoded once.</summary>
    private void Score(Triplet[] chunk)
    {
        (string Query, Document Text)[] missing =
        [
            .. chunk.SelectMany(t => t.Negatives.Prepend(t.Positive).Select(text => (t.Query, text)))
                .Distinct()
                .Where(pair => !cache.TryGet(pair.Query, pair.text, out _)),
        ];
        if (missing.Length == 0)
        {
            return;
        }

        string[] queries = [.. missing.Select(p => p.Query).Distinct()];
        Document[] texts = [.. missing.Select(p => p.Text).Distinct()];
        using DisposeScope scope = NewDisposeScope();
        Tensor scoresQT = teacher.EncodeQueries(queries).mm(teacher.EncodeDocuments(texts).t()).cpu();
        Dictionary<string, int> rows = queries.Index().ToDictionary(q => q.Item, q => q.Index, StringComparer.Ordinal);
        Dictionary<Document, int> columns = texts.Index().ToDictionary(t => t.Item, t => t.Index);
        float[] scores = scoresQT.data<float>().ToArray();
        foreach ((string query, Document text) in missing)
        {
            cache.Add(query, text, scores[(rows[query] * texts.Length) + columns[text]]);
        }

        cache.Flush();
        Scored += missing.Length;
    }

    private float[] ScoresOf(Triplet triplet) =>
    [
        .. triplet.Negatives.Prepend(triplet.Positive)
            .Select(text => cache.TryGet(triplet.Query, text, out float score) ? score : throw new InvalidOperationException("A pair was not scored.")),
    ];
}
