using KoSparse.Data;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>A benchmark on disk: documents, questions and judgements as BEIR or as MTEB lays them out.</summary>
/// <remarks>
/// <para>BEIR: <c>corpus.jsonl</c>, <c>queries.jsonl</c>, <c>qrels/SPLIT.tsv</c> (Thakur et al., 2021). MTEB: folders of Parquet
/// files, <c>corpus/</c>, <c>queries/</c> and <c>qrels/</c> or <c>default/</c>; their names may end in <c>-corpus</c> and so on, or the
/// files lie in <c>data/</c>. Either may hold JSON Lines (maybe <c>.gz</c>), TSV and Parquet.</para>
/// </remarks>
public sealed class BenchmarkFolder
{
    private static readonly string[] PreferredSplits = ["test", "dev", "validation"];

    private readonly BenchmarkFiles _files;

    private BenchmarkFolder(BenchmarkFiles files) => _files = files;

    /// <summary>The folder's own name.</summary>
    internal string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_files.Folder)));

    /// <summary>Names of the sets of judgements, in ordinal order; never empty.</summary>
    internal IReadOnlyList<string> Splits => [.. _files.Judgements.Keys];

    /// <summary>Finds the files of a benchmark; reads none.</summary>
    /// <exception cref="BenchmarkFormatException">The folder or one of its files is missing.</exception>
    public static BenchmarkFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new BenchmarkFolder(BenchmarkFiles.Find(path));
    }

    /// <summary>Reads the benchmark into memory and checks that its files agree.</summary>
    /// <param name="split">Which judgements; without it <c>test</c>, else <c>dev</c>, else <c>validation</c>, else the first.</param>
    /// <exception cref="BenchmarkFormatException">A line is bad, or names a query or document that is not there.</exception>
    public Benchmark Read(string? split = null)
    {
        split ??= PreferredSplits.FirstOrDefault(_files.Judgements.ContainsKey) ?? Splits[0];
        if (!_files.Judgements.TryGetValue(split, out IReadOnlyList<string>? judged))
        {
            throw new BenchmarkFormatException(
                $"{_files.Folder} has no split '{split}'. Choose one of: {string.Join(", ", Splits)}.");
        }

        IReadOnlyList<string> corpus = BenchmarkFiles.OfSplit(_files.Corpus, split);
        IReadOnlyList<string> questions = BenchmarkFiles.OfSplit(_files.Queries, split);
        OrderedDictionary<string, Document> documents = ReadDistinct(corpus, ["_id", "title", "text"], document => document.Id, row =>
            new Document(row.Required("_id", "id"), row.Optional("title") ?? "", row.Required("text", "contents")));
        OrderedDictionary<string, Query> queries = ReadDistinct(questions, ["_id", "text"], query => query.Id, row =>
            new Query(row.Required("_id", "id"), row.Required("text", "query")));
        Dictionary<(string, string), int> grades = [];
        Judgements judgements = new(judged.SelectMany(file => QrelsFile.Read(file, judgement =>
        {
            if (!grades.TryAdd((judgement.QueryId, judgement.DocumentId), judgement.Grade) && grades[(judgement.QueryId, judgement.DocumentId)] is var before && before != judgement.Grade)
            {
                throw new FormatException($"document '{judgement.DocumentId}' has grade {judgement.Grade} for query '{judgement.QueryId}', and had {before} before.");
            }

            if (!queries.ContainsKey(judgement.QueryId))
            {
                throw new FormatException($"{questions[0]} has no query '{judgement.QueryId}'.");
            }

            if (judgement.Grade > 0 && !documents.ContainsKey(judgement.DocumentId))
            {
                throw new FormatException($"{corpus[0]} has no document '{judgement.DocumentId}', which is judged relevant.");
            }
        })));
        return new Benchmark(Name, [.. documents.Values], [.. queries.Values.Where(query => judgements.HasRelevant(query.Id))], judgements)
        {
            Files = [.. corpus, .. questions, .. judged],
        };
    }

    /// <summary>Rows in their order, by their ids; an id that was given before is an error.</summary>
    private static OrderedDictionary<string, T> ReadDistinct<T>(
        IReadOnlyList<string> files, string[] columns, Func<T, string> id, Func<TableRow, T> parse)
    {
        OrderedDictionary<string, T> rows = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            _ = TableFile.Read(file, columns, Add).Count();
        }

        return rows;

        bool Add(TableRow row)
        {
            T value = parse(row);
            return rows.TryAdd(id(value), value) ? true : throw new FormatException($"the id '{id(value)}' was given before.");
        }
    }
}
