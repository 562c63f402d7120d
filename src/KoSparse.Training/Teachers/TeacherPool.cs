using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Training.Batches;

namespace KoSparse.Training.Teachers;

/// <summary>The texts that a teacher is to read for some questions: a teacher reads a few dozen a second, and there are a million.</summary>
public sealed class TeacherPool
{
    /// <summary>Texts that BM25 finds for a question.</summary>
    private const int Depth = 50;

    private readonly int[][] _found;

    /// <summary>Chooses the texts.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="first">Texts that belong to the pool whatever is found.</param>
    /// <param name="texts">All texts.</param>
    /// <param name="options">How many, and how.</param>
    public TeacherPool(IReadOnlyList<string> questions, IEnumerable<Document> first, IReadOnlyList<Document> texts, TeacherListOptions options)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        NumberedDocuments pool = new();
        foreach (Document text in first)
        {
            pool.Place(text.WithoutId());
        }

        var index = Bm25Index.Build(texts.Select(text => text.Content), new KoreanAnalyzer());
        int[][] ranked = [.. questions.AsParallel().AsOrdered().Select(question => index.Search(question, Depth).Select(hit => hit.Document).ToArray())];
        int wanted = (int)(options.Pool * (1 - options.AnyShare));
        foreach (int text in Enumerable.Range(0, Depth).SelectMany(rank => ranked.Where(r => r.Length > rank).Select(r => r[rank])).TakeWhile(_ => pool.All.Count < wanted))
        {
            pool.Place(texts[text].WithoutId());
        }

        int[] any = [.. Enumerable.Range(0, texts.Count)];
        new Random(options.Seed).Shuffle(any);
        foreach (int text in any.TakeWhile(_ => pool.All.Count < options.Pool))
        {
            pool.Place(texts[text].WithoutId());
        }

        Texts = pool.All;
        _found = [.. ranked.Select(r => r.Select(text => texts[text].WithoutId()).Where(pool.Contains).Select(pool.Place).ToArray())];
    }

    /// <summary>The texts.</summary>
    public IReadOnlyList<Document> Texts { get; }

    /// <summary>Places of those that BM25 finds for a question, best first.</summary>
    public IReadOnlyList<int> FoundFor(int question) => _found[question];
}
