using KoSparse.Data;
using KoSparse.Files;
using KoSparse.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Teachers;

// Shapes: Q questions, T texts of the pool, E entries of the teacher's vectors.

/// <summary>Writes lists of texts for questions that nobody judged, with a teacher's scores: what a student's ranking is to follow.</summary>
/// <param name="teacher">Scores; owned by the caller.</param>
/// <param name="teacherHash">Says which one it is (<see cref="TeacherScoring.HashOf"/>): vectors of another teacher are computed anew.</param>
/// <param name="options">How long the lists are.</param>
/// <remarks>
/// A list is a triplet: its positive is the text that the teacher prefers, its negatives are the others. It holds what the teacher prefers
/// in the whole pool, what BM25 prefers, so that the teacher says what is wrong with it, and what is drawn.
/// </remarks>
public sealed class TeacherLists(ITeacher teacher, string teacherHash, TeacherListOptions options)
{
    /// <summary>Kind of these triplets.</summary>
    public const string PairType = "list";

    /// <summary>Texts whose vectors are kept together: under a minute of work, which is what an interruption loses.</summary>
    private const int TextsPerPart = 1024;

    private const int QuestionsPerPart = 256;

    /// <summary>Writes the lists.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="pool">What the teacher reads for them.</param>
    /// <param name="path">The file of triplets.</param>
    /// <param name="read">Told how many texts the teacher has read; throws to stop. The next run goes on there.</param>
    public void Write(IReadOnlyList<string> questions, TeacherPool pool, string path, IProgress<int> read)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(pool);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        KeptTensors kept = new($"{path}.vectors", OriginOf(pool));
        Tensor vectorsTE = Vectors(pool.Texts, kept, read);
        Random random = new(options.Seed);
        WholeFile.Write(path, beside =>
        {
            using TripletWriter writer = new(beside);
            foreach ((int number, string[] part) in questions.Chunk(QuestionsPerPart).Index())
            {
                using DisposeScope step = NewDisposeScope();
                Tensor scoresQT = teacher.EncodeQueries(part).cpu().mm(vectorsTE.t());
                (Tensor _, Tensor preferred) = scoresQT.topk(Math.Min(options.Preferred, pool.Texts.Count), 1);
                long[][] preferredOf = [.. preferred.contiguous().data<long>().ToArray().Chunk((int)preferred.shape[1])];
                float[][] scoresOf = [.. scoresQT.contiguous().data<float>().ToArray().Chunk(pool.Texts.Count)];
                for (int i = 0; i < part.Length; i++)
                {
                    writer.Write(List(part[i], preferredOf[i], pool, (number * QuestionsPerPart) + i, scoresOf[i], random));
                }
            }
        });
        kept.Remove();
    }

    private Triplet List(string question, long[] preferred, TeacherPool pool, int number, float[] scores, Random random)
    {
        int[] places =
        [
            .. preferred.Select(place => (int)place)
                .Concat(pool.FoundFor(number).Take(options.Found))
                .Concat(Enumerable.Range(0, options.Drawn).Select(_ => random.Next(pool.Texts.Count)))
                .Distinct(),
        ];
        return new Triplet(question, pool.Texts[places[0]], [.. places.Skip(1).Select(place => pool.Texts[place])])
        {
            PairType = PairType,
            TeacherScores = [.. places.Select(place => scores[place])],
        };
    }

    private Tensor Vectors(IReadOnlyList<Document> texts, KeptTensors kept, IProgress<int> read)
    {
        List<Tensor> parts = [];
        int done = 0;
        foreach ((int number, Document[] part) in texts.Chunk(TextsPerPart).Index())
        {
            parts.Add(kept.GetOrAdd($"part-{number:D4}", () => teacher.EncodeDocuments(part).cpu()));
            read.Report(done += part.Length);
        }

        return cat(parts);
    }

    private string OriginOf(TeacherPool pool)
    {
        using OriginDigest digest = new();
        digest.Add(teacherHash);
        foreach (Document text in pool.Texts)
        {
            digest.Add($"{text}");
        }

        return digest.Take();
    }
}
