using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;
using KoSparse.Search.Queries;
using KoSparse.Training.Teachers;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Mining;

// Shapes: Q questions, T texts, E entries of the teacher's vectors.

/// <summary>Finds texts that BM25 and the current model take for answers and that are none.</summary>
/// <param name="corpus">Questions and texts.</param>
/// <param name="options">How many, and what is left out.</param>
/// <param name="encoder">The current model.</param>
/// <param name="teacher">Judges candidates; null leaves that to the scores that found them.</param>
/// <param name="progress">Told the texts encoded and the questions done, as shares of 1; throws to stop.</param>
internal sealed class NegativeMiner(
    MiningCorpus corpus, MiningOptions options, ISparseEncoder encoder, ITeacher? teacher, IProgress<double> progress)
{
    private const int Depth = 50;
    private const int QueriesPerChunk = 32;
    private const double ShareOfEncoding = 0.7; // of the time, for the progress alone

    private readonly Bm25Index _bm25 = Bm25Index.Build(corpus.Texts.Select(text => text.Content), new KoreanAnalyzer());

    private int _leftOut;

    /// <summary>Candidates left out because they may answer the question.</summary>
    public int LeftOut => _leftOut;

    /// <summary>A triplet for each question that has negatives, with its first known answer.</summary>
    public IEnumerable<Triplet> Mine()
    {
        Document[] documents = [.. corpus.Texts.Select((text, place) => text with { Id = $"{place}" })];
        IReadOnlyList<SparseVector> vectors = encoder.EncodeDocuments(
            documents, new Forward(done => progress.Report(ShareOfEncoding * done / documents.Length)));
        SearchIndex index = SearchIndex.InMemory(encoder.VocabularySize, documents.Zip(vectors));
        int done = 0;
        foreach (string[] queries in corpus.Queries.Chunk(QueriesPerChunk))
        {
            IReadOnlyList<SparseVector> encoded = encoder.EncodeQueries(queries);
            int[][] candidates =
            [
                .. queries.Zip(encoded).AsParallel().AsOrdered().Select(pair => Candidates(
                    pair.First, _bm25.Search(pair.First, Depth), index.Search(pair.Second, Depth),
                    corpus.AnswersOf(pair.First).Max(answer => pair.Second.Dot(vectors[answer])))),
            ];
            int[][] kept = teacher is null ? candidates : Judged(queries, candidates);
            for (int i = 0; i < queries.Length; i++)
            {
                if (kept[i].Length > 0)
                {
                    Document answer = corpus.Texts[corpus.AnswersOf(queries[i]).First()];
                    yield return new Triplet(queries[i], answer, [.. kept[i].Take(options.NumHardNegatives).Select(p => corpus.Texts[p])]);
                }
            }

            done += queries.Length;
            progress.Report(ShareOfEncoding + ((1 - ShareOfEncoding) * done / corpus.Queries.Count));
        }
    }

    /// <summary>In turns from both methods, best first, without known answers and, where no teacher judges, likely ones.</summary>
    private int[] Candidates(
        string query, IReadOnlyList<ScoredDocument> words, IReadOnlyList<ScoredDocument> model, float bestAnswer)
    {
        IReadOnlySet<int> answers = corpus.AnswersOf(query);
        // An answer that BM25 does not find scores below all that it finds.
        float bestByWords = words.Where(hit => answers.Contains(hit.Document)).Select(hit => hit.Score).DefaultIfEmpty(0).Max();
        int[] byWords = Kept(words, bestByWords);
        int[] byModel = Kept(model, bestAnswer);
        return
        [
            .. Enumerable.Range(0, Math.Max(byWords.Length, byModel.Length))
                .SelectMany(rank => byWords.Skip(rank).Take(1).Concat(byModel.Skip(rank).Take(1)))
                .Distinct()
                .Take(teacher is null ? options.NumHardNegatives : 4 * options.NumHardNegatives),
        ];

        int[] Kept(IReadOnlyList<ScoredDocument> found, float best)
        {
            ScoredDocument[] unknown = [.. found.Where(hit => !answers.Contains(hit.Document))];
            ScoredDocument[] unlikely = teacher is null ? [.. unknown.Where(hit => hit.Score < options.FalseNegativeMargin * best)] : unknown;
            Interlocked.Add(ref _leftOut, unknown.Length - unlikely.Length);
            return [.. unlikely.Select(hit => hit.Document)];
        }
    }

    /// <summary>The candidates that the teacher scores clearly below the best known answer.</summary>
    private int[][] Judged(string[] queries, int[][] candidates)
    {
        int[] places = [.. candidates.SelectMany(c => c).Concat(queries.SelectMany(corpus.AnswersOf)).Distinct()];
        Dictionary<int, int> columns = places.Index().ToDictionary(p => p.Item, p => p.Index);
        using DisposeScope scope = NewDisposeScope();
        Tensor scoresQT = teacher!.EncodeQueries(queries).mm(teacher.EncodeDocuments([.. places.Select(p => corpus.Texts[p])]).t());
        float[] scores = scoresQT.cpu().data<float>().ToArray();
        return
        [
            .. queries.Select((query, row) =>
            {
                float Score(int place) => scores[(row * places.Length) + columns[place]];
                double ceiling = options.FalseNegativeMargin * corpus.AnswersOf(query).Max(Score);
                int[] kept = [.. candidates[row].Where(place => Score(place) < ceiling)];
                _leftOut += candidates[row].Length - kept.Length;
                return kept;
            }),
        ];
    }

    private sealed class Forward(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
