using System.ComponentModel.DataAnnotations;
using System.Globalization;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Files;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;

namespace KoSparse.Preparation;

/// <summary>Makes training triplets of an encyclopedia's paragraphs, and of real questions where there are any.</summary>
/// <remarks>
/// Writes <c>train_NAME.jsonl</c> for each shard NAME, <c>train_questions.jsonl</c>, the held-out questions as
/// <c>validation.jsonl</c> and as a benchmark in <c>validation/</c>, and <c>preparation.json</c>. A file appears when it
/// is complete; a run that was interrupted goes on with the first missing one. Equal options give equal files.
/// </remarks>
public sealed class TripletPreparation
{
    private const string QuestionsFile = "train_questions.jsonl";
    private const string ContextFile = "train_context.jsonl";
    private const string ValidationFile = "validation.jsonl";
    private const string ValidationFolder = "validation";
    private const int ParagraphsPerReport = 1000;

    private readonly TripletPreparationOptions _options;
    private readonly IProgress<PreparationProgress>? _progress;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public TripletPreparation(TripletPreparationOptions options, IProgress<PreparationProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_options, _progress) = (options, progress);
    }

    /// <summary>Makes every file that is still missing.</summary>
    public PreparationStatistics Run(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(_options.Output);
        PreparationStatistics statistics = PreparationStatistics.ReadOrBegin(_options.Output, Fingerprint());
        HashSet<string> measured = QueryFilter.KeysOf(_options.BenchmarkQueries);
        (List<RealQuestion> training, List<RealQuestion> validation) = SplitQuestions(measured);
        string[] missing = [.. FileNames().Where(name => !statistics.Files.ContainsKey(name) || !Exists(name))];
        if (missing.Length == 0)
        {
            return statistics;
        }

        List<Document[]> shards = ReadShards(cancellation);
        Document[] documents = [.. shards.SelectMany(shard => shard)];
        _progress?.Report(new PreparationProgress("BM25 index", 0, documents.Length));
        Bm25Index index = Bm25Index.Build(
            documents.Select(document => document.Content), new KoreanAnalyzer());
        QueryForms forms = new(index);
        HardNegatives negatives = new(documents, index);
        QueryFilter filter = new(measured, validation);
        foreach (string name in missing)
        {
            FileStatistics file = new();
            Write(name, file, name switch
            {
                ValidationFile => Validation(validation, documents, negatives),
                QuestionsFile => Questions(training, forms, negatives, filter, file),
                ContextFile => ContextTriplets.All(),
                _ => Paragraphs(name, shards[ShardOf(name)], forms, negatives, filter, file, cancellation),
            });
            statistics.Files[name] = file;
            statistics.Write(_options.Output);
        }

        return statistics;
    }

    private IEnumerable<Triplet> Validation(
        List<RealQuestion> questions, Document[] documents, HardNegatives negatives)
    {
        Random random = new(_options.Seed);
        Document[] sample = [.. documents];
        random.Shuffle(sample);
        Document[] corpus =
        [
            .. questions.SelectMany(question => question.Positives.Concat(question.Negatives))
                .Concat(sample.Take(_options.ValidationParagraphs))
                .DistinctBy(document => document.Id, StringComparer.Ordinal),
        ];
        BeirFolderWriter.Write(
            Path.Combine(_options.Output, ValidationFolder),
            corpus,
            questions.Select((question, place) => new Query(IdOf(place), question.Text)),
            questions.SelectMany((question, place) => question.Positives
                .Select(positive => new Judgement(IdOf(place), positive.Id, 1))),
            "dev");
        return questions.SelectMany(question => TripletsOf(question, negatives, random));

        static string IdOf(int place) => place.ToString(CultureInfo.InvariantCulture);
    }

    private IEnumerable<Triplet> Questions(
        List<RealQuestion> questions, QueryForms forms, HardNegatives negatives, QueryFilter filter, FileStatistics file)
    {
        Random random = new(_options.Seed);
        HashSet<string> seen = [];
        foreach (RealQuestion question in questions)
        {
            if (filter.Reject(question.Text, seen) is string reason)
            {
                file.LeaveOut(reason);
                continue;
            }

            string? keywords = forms.Keywords(question.Text);
            foreach (Triplet triplet in TripletsOf(question, negatives, random))
            {
                yield return triplet;
                yield return new Triplet(question.Text, triplet.Positive, []) { PairType = PairTypes.Original };
                if (keywords is not null)
                {
                    yield return new Triplet(keywords, triplet.Positive, []) { PairType = PairTypes.MultiTerm };
                }
            }
        }
    }

    // Judged negatives first, drawn anew for each positive; found ones where they do not suffice.
    private IEnumerable<Triplet> TripletsOf(RealQuestion question, HardNegatives negatives, Random random)
    {
        Document[] judged = [.. question.Negatives.Select(document => document.WithoutId())];
        IReadOnlyList<Document> found = negatives.Of(question, _options.Negatives);
        foreach (Document positive in question.Positives)
        {
            random.Shuffle(judged);
            Document[] chosen = [.. judged.Concat(found).Distinct().Take(_options.Negatives)];
            yield return new Triplet(question.Text, positive.WithoutId(), chosen) { PairType = PairTypes.Question };
        }
    }

    private IEnumerable<Triplet> Paragraphs(
        string name,
        Document[] shard,
        QueryForms forms,
        HardNegatives negatives,
        QueryFilter filter,
        FileStatistics file,
        CancellationToken cancellation)
    {
        Random random = new(SeedOf(name));
        HashSet<string> seen = [];
        for (int done = 0; done < shard.Length && file.Triplets < _options.MaxTripletsPerShard; done++)
        {
            if (done % ParagraphsPerReport == 0)
            {
                _progress?.Report(new PreparationProgress(name, done, shard.Length));
                cancellation.ThrowIfCancellationRequested();
            }

            if (forms.Make(shard[done], random) is not PreparedQuery query)
            {
                file.LeaveOut("no query of the kind drawn");
            }
            else if (filter.Reject(query.Text, seen) is string reason)
            {
                file.LeaveOut(reason);
            }
            else if (query.PairType != PairTypes.HardNegative)
            {
                yield return new Triplet(query.Text, query.Positive, []) { PairType = query.PairType };
            }
            else if (negatives.Of(query.Text, shard[done], _options.Negatives) is { Count: > 0 } found)
            {
                yield return new Triplet(query.Text, query.Positive, found) { PairType = query.PairType };
            }
            else
            {
                file.LeaveOut("no negatives, or BM25 misses the positive");
            }
        }
    }

    private void Write(string name, FileStatistics file, IEnumerable<Triplet> triplets)
    {
        string path = Path.Combine(_options.Output, name);
        WholeFile.Write(path, beside =>
        {
            using TripletWriter writer = new(beside);
            foreach (Triplet triplet in triplets)
            {
                writer.Write(triplet);
                file.Count(triplet);
            }
        });
    }

    private (List<RealQuestion> Training, List<RealQuestion> Validation) SplitQuestions(HashSet<string> measured)
    {
        if (_options.Questions is null)
        {
            return ([], []);
        }

        // By question: one that is asked twice lies on one side, the filter sees to the rest.
        RealQuestion[] questions =
        [
            .. RealQuestion.Read(_options.Questions).Where(question => !measured.Contains(QueryKey.Of(question.Text))),
        ];
        new Random(_options.Seed).Shuffle(questions);
        int held = (int)(_options.ValidationShare * questions.Length);
        return ([.. questions.Skip(held)], [.. questions.Take(held)]);
    }

    private List<Document[]> ReadShards(CancellationToken cancellation)
    {
        List<Document[]> shards = [];
        foreach (string path in _options.Shards)
        {
            cancellation.ThrowIfCancellationRequested();
            _progress?.Report(new PreparationProgress(path, shards.Count, _options.Shards.Count));
            shards.Add([.. DocumentReader.Read(path)]);
        }

        return shards;
    }

    private IEnumerable<string> FileNames() =>
        (_options.Questions is null ? Array.Empty<string>() : [ValidationFile, QuestionsFile])
            .Append(ContextFile)
            .Concat(_options.Shards.Select(FileNameOf));

    private int ShardOf(string name) => _options.Shards.ToList().FindIndex(shard => FileNameOf(shard) == name);

    private static string FileNameOf(string shard) => $"train_{Path.GetFileName(shard).Split('.')[0]}.jsonl";

    private bool Exists(string name) => File.Exists(Path.Combine(_options.Output, name));

    // string.GetHashCode differs from run to run.
    private int SeedOf(string name) => name.Aggregate(_options.Seed, static (hash, c) => unchecked((hash * 31) + c));

    private string Fingerprint() => string.Create(
        CultureInfo.InvariantCulture,
        $"shards {string.Join(' ', _options.Shards.Select(FileNameOf))}; " +
        $"questions {_options.Questions is not null}; seed {_options.Seed}; " +
        $"max {_options.MaxTripletsPerShard}; negatives {_options.Negatives}; " +
        $"validation {_options.ValidationShare} {_options.ValidationParagraphs}");
}
