using System.Globalization;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Files;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;

namespace KoSparse.Preparation.Travel;

/// <summary>Makes training triplets of a travel collection, and a benchmark of places that no triplet has.</summary>
/// <remarks>
/// Negatives are aware of the location: the same kind of place in another province, those first that BM25 finds for the question.
/// Held-out are places (their paragraphs are neither positives nor negatives) and pairs of kind and region (nobody asks for them in
/// training). Equal options give equal files.
/// </remarks>
public sealed class TravelTriplets
{
    private const int Depth = 200;
    private const int ParagraphsPerReport = 500;

    private readonly TravelTripletOptions _options;
    private readonly TravelDocument[] _all;
    private readonly Bm25Index _index;
    private readonly TravelQueries _queries;
    private readonly Dictionary<string, TravelDocument[]> _byKind;
    private readonly HashSet<string> _measured;
    private readonly IProgress<PreparationProgress>? _progress;

    /// <summary>Reads the collection.</summary>
    /// <exception cref="TripletPreparationException">There is none.</exception>
    public TravelTriplets(TravelTripletOptions options, IProgress<PreparationProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _progress) = (options, progress);
        _all = [.. TravelTexts.Read(options.Folder)];
        _index = Bm25Index.Build(_all.Select(d => d.Document.Content), new KoreanAnalyzer());
        _queries = new TravelQueries(_index);
        _byKind = _all.Where(d => d.IsFirst && !IsHeldOut(d)).GroupBy(d => d.Kind, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _measured = QueryFilter.KeysOf(options.BenchmarkQueries);
    }

    /// <summary>Writes triplets and benchmark.</summary>
    /// <param name="stop">Stops between two paragraphs; nothing half-done remains.</param>
    public TravelStatistics Run(CancellationToken stop = default)
    {
        HashSet<string> reserved = HoldOut();
        string path = Path.Combine(_options.Folder, "train_travel.jsonl");
        var statistics = new TravelStatistics();
        WholeFile.Write(path, beside =>
        {
            using TripletWriter writer = new(beside);
            foreach ((Triplet triplet, TravelDocument place) in Triplets(reserved, stop))
            {
                writer.Write(triplet);
                statistics.Count(triplet, place);
            }
        });
        return statistics;
    }

    private IEnumerable<(Triplet Triplet, TravelDocument Place)> Triplets(HashSet<string> reserved, CancellationToken stop)
    {
        HashSet<(string, string)> seen = [];
        Dictionary<string, int> answers = new(StringComparer.Ordinal);
        for (int done = 0; done < _all.Length; done++)
        {
            if (done % ParagraphsPerReport == 0)
            {
                stop.ThrowIfCancellationRequested();
                _progress?.Report(new PreparationProgress("train_travel.jsonl", done, _all.Length));
            }

            TravelDocument paragraph = _all[done];
            if (IsHeldOut(paragraph))
            {
                continue;
            }

            var random = new Random(unchecked((_options.Seed * 31) + Hash(paragraph.Document.Id)));
            foreach (string query in QueriesOf(paragraph, answers, random))
            {
                string key = QueryKey.Of(query);
                if (key.Length > 0 && !reserved.Contains(key) && !_measured.Contains(key) && seen.Add((key, paragraph.Document.Id))
                    && NegativesOf(query, paragraph, random) is { Length: > 0 } negatives)
                {
                    yield return (new Triplet(query, paragraph.Document.WithoutId(), negatives) { PairType = PairTypes.Travel }, paragraph);
                }
            }
        }
    }

    private IEnumerable<string> QueriesOf(TravelDocument paragraph, Dictionary<string, int> answers, Random random)
    {
        foreach (string query in paragraph.Queries.Concat(_queries.OfParagraph(paragraph, _options.Draws, random)))
        {
            yield return query;
        }

        if (paragraph.IsFirst && !IsHeldOut(paragraph.Kind, paragraph.Region))
        {
            string query = TravelQueries.Location(paragraph, random);
            int known = answers.GetValueOrDefault(query);
            answers[query] = known + 1;
            if (known < _options.AnswersPerQuery)
            {
                yield return query;
            }
        }
    }

    /// <summary>The same kind of place in other provinces: what BM25 finds for the question first, then drawn.</summary>
    private Document[] NegativesOf(string query, TravelDocument place, Random random)
    {
        bool IsElsewhere(TravelDocument other) =>
            other.Kind == place.Kind && other.Region.Province != place.Region.Province && other.Name != place.Name && !IsHeldOut(other);
        IEnumerable<TravelDocument> found = _index.Search(query, Depth).Select((ScoredDocument hit) => _all[hit.Document]).Where(IsElsewhere);
        TravelDocument[] same = _byKind.GetValueOrDefault(place.Kind, []);
        IEnumerable<TravelDocument> drawn = Enumerable.Range(0, same.Length == 0 ? 0 : 4 * _options.Negatives)
            .Select(_ => same[random.Next(same.Length)])
            .Where(IsElsewhere);
        return [.. found.Concat(drawn).Select(other => other.Document.WithoutId()).Distinct().Take(_options.Negatives)];
    }

    /// <summary>Writes the benchmark.</summary>
    /// <returns>Keys of its questions, which no triplet may ask.</returns>
    private HashSet<string> HoldOut()
    {
        var random = new Random(_options.Seed);
        TravelDocument[] places = [.. _all.Where(d => d.IsFirst && IsHeldOut(d))];
        random.Shuffle(places);
        List<(string Text, string[] Answers)> questions = [];
        foreach (TravelDocument place in places.Take(_options.HeldOutQueries))
        {
            if (_queries.OfParagraph(place, 1, random).LastOrDefault() is { } query)
            {
                questions.Add((query, [place.Document.Id]));
            }
        }

        IGrouping<(string Kind, Region Region), TravelDocument>[] pairs =
            [.. _all.Where(d => d.IsFirst && d.Region.City.Length > 0).GroupBy(d => (d.Kind, d.Region)).Where(g => IsHeldOut(g.Key.Kind, g.Key.Region))];
        random.Shuffle(pairs);
        questions.AddRange(pairs.Take(_options.HeldOutQueries)
            .Select(pair => (TravelQueries.Location(pair.First(), random), pair.Select(d => d.Document.Id).ToArray())));
        questions = [.. questions.DistinctBy(q => QueryKey.Of(q.Text))];
        HashSet<string> judged = [.. questions.SelectMany(q => q.Answers)];
        TravelDocument[] others = [.. _all.Where(d => !judged.Contains(d.Document.Id))];
        random.Shuffle(others);
        BeirFolderWriter.Write(
            Path.Combine(_options.Folder, "travel"),
            [.. _all.Where(d => judged.Contains(d.Document.Id)).Concat(others.Take(Math.Max(0, _options.HeldOutDocuments - judged.Count))).Select(d => d.Document)],
            [.. questions.Select((q, place) => new Query(IdOf(place), q.Text))],
            [.. questions.SelectMany((q, place) => q.Answers.Select(id => new Judgement(IdOf(place), id, 1)))],
            "test");
        return [.. questions.Select(q => QueryKey.Of(q.Text))];

        static string IdOf(int place) => place.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a place measures: decided by its name alone, so that all its paragraphs are on one side, in any collection.</summary>
    private bool IsHeldOut(TravelDocument document) => Hash(document.Name) % _options.HeldOutEvery == 0;

    private bool IsHeldOut(string kind, Region region) => Hash($"{kind} {region.Province} {region.City}") % _options.HeldOutEvery == 0;

    // FNV-1a without its sign: string.GetHashCode differs from run to run.
    private static int Hash(string text) =>
        (int)(text.Aggregate(2166136261u, static (hash, c) => unchecked((hash ^ c) * 16777619u)) & int.MaxValue);
}
