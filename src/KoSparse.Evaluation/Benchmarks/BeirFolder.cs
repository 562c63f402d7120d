using KoSparse.Data;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>A benchmark on disk as BEIR lays it out: <c>corpus.jsonl</c>, <c>queries.jsonl</c> (either may end in
/// <c>.gz</c>) and <c>qrels/SPLIT.tsv</c>.</summary>
/// <remarks>Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval Models", 2021.</remarks>
public sealed class BeirFolder
{
    private readonly string _path;
    private readonly string _corpus;
    private readonly string _queries;

    private BeirFolder(string path, string corpus, string queries, IReadOnlyList<string> splits) =>
        (_path, _corpus, _queries, Splits) = (path, corpus, queries, splits);

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_path)));

    /// <summary>Names of the sets of judgements, in ordinal order; never empty.</summary>
    public IReadOnlyList<string> Splits { get; }

    /// <summary>Finds the files of a benchmark; reads none.</summary>
    /// <exception cref="BenchmarkFormatException">The folder or one of its files is missing.</exception>
    public static BeirFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new BenchmarkFormatException(
                $"{path}: no such folder. Give the folder that holds corpus.jsonl, queries.jsonl and qrels/.");
        }

        string qrels = Path.Combine(path, "qrels");
        string[] files = Directory.Exists(qrels) ? Directory.GetFiles(qrels, "*.tsv") : [];
        if (files.Length == 0)
        {
            throw new BenchmarkFormatException($"{qrels} holds no .tsv file. Put the judgements there as SPLIT.tsv.");
        }

        string[] splits = [.. files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
        return new BeirFolder(path, FileOf(path, "corpus.jsonl"), FileOf(path, "queries.jsonl"), splits);
    }

    /// <summary>Reads the benchmark into memory and checks that its files agree.</summary>
    /// <param name="split">Which judgements; without it <c>test</c>, else <c>dev</c>, else the first.</param>
    /// <exception cref="BenchmarkFormatException">A line is bad, or names a query or document that is not there.</exception>
    public Benchmark Read(string? split = null)
    {
        split ??= Splits.Contains("test") ? "test" : Splits.Contains("dev") ? "dev" : Splits[0];
        if (!Splits.Contains(split))
        {
            throw new BenchmarkFormatException(
                $"{_path} has no split '{split}'. Choose one of: {string.Join(", ", Splits)}.");
        }

        List<Document> documents = ReadLines(() => DocumentReader.Read(_corpus));
        List<Query> queries = ReadLines(() => JsonLines.Read(_queries, line =>
            new Query(line.RequiredText("_id"), line.RequiredText("text"))));
        string qrels = Path.Combine(_path, "qrels", $"{split}.tsv");
        Judgements judgements = new(Checked(
            qrels,
            DistinctIds(documents.Select(document => document.Id), _corpus),
            DistinctIds(queries.Select(query => query.Id), _queries)));
        return new Benchmark(
            Name, documents, [.. queries.Where(query => judgements.HasRelevant(query.Id))], judgements)
        {
            Files = [_corpus, _queries, qrels],
        };
    }

    private static string FileOf(string folder, string name)
    {
        string plain = Path.Combine(folder, name);
        string packed = plain + ".gz";
        return File.Exists(plain) ? plain
            : File.Exists(packed) ? packed
            : throw new BenchmarkFormatException($"{folder} holds neither {name} nor {name}.gz.");
    }

    private static List<T> ReadLines<T>(Func<IEnumerable<T>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (JsonLinesException fault)
        {
            throw new BenchmarkFormatException(fault.Message, fault);
        }
    }

    private static HashSet<string> DistinctIds(IEnumerable<string> ids, string path)
    {
        HashSet<string> distinct = new(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            if (!distinct.Add(id))
            {
                throw new BenchmarkFormatException($"{path}({distinct.Count + 1}): the id '{id}' was given before.");
            }
        }

        return distinct;
    }

    private IEnumerable<Judgement> Checked(string qrels, HashSet<string> documents, HashSet<string> queries)
    {
        foreach ((Judgement judgement, int line) in QrelsFile.Read(qrels))
        {
            if (!queries.Contains(judgement.QueryId))
            {
                throw new BenchmarkFormatException($"{qrels}({line}): {_queries} has no query '{judgement.QueryId}'.");
            }

            if (judgement.Grade > 0 && !documents.Contains(judgement.DocumentId))
            {
                throw new BenchmarkFormatException(
                    $"{qrels}({line}): {_corpus} has no document '{judgement.DocumentId}', which is judged relevant.");
            }

            yield return judgement;
        }
    }
}
