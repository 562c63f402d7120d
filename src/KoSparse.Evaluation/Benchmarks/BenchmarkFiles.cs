using System.Text.RegularExpressions;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Which files of a folder hold the documents, the questions and the judgements of a benchmark.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Corpus">Files of the documents, in ordinal order.</param>
/// <param name="Queries">Files of the questions.</param>
/// <param name="Judgements">Files of the judgements by split.</param>
internal sealed partial record BenchmarkFiles(
    string Folder,
    IReadOnlyList<string> Corpus,
    IReadOnlyList<string> Queries,
    SortedDictionary<string, IReadOnlyList<string>> Judgements)
{
    private const string Layouts =
        "Give a folder in BEIR layout (corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv) or MTEB layout (corpus/, queries/, qrels/ with Parquet files).";

    /// <summary>Folders of judgements; <c>default</c> and <c>data</c> are what datasets on the Hugging Face Hub call theirs.</summary>
    private static readonly string[] JudgementFolders = ["qrels", "default", "data", ""];

    private static readonly string[] OtherTables = ["corpus", "queries"];

    /// <summary>Looks for the files.</summary>
    /// <exception cref="BenchmarkFormatException">One of the three parts is missing.</exception>
    public static BenchmarkFiles Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BenchmarkFormatException($"{folder}: no such folder. {Layouts}");
        }

        string[] judged = JudgementFolders.Select(name => Judged(folder, name)).FirstOrDefault(files => files.Length > 0) ?? [];
        if (judged.Length == 0)
        {
            throw new BenchmarkFormatException($"{Path.Combine(folder, "qrels")} holds no .tsv, .jsonl or .parquet file. {Layouts}");
        }

        return new BenchmarkFiles(
            folder,
            Table(folder, "corpus"),
            Table(folder, "queries"),
            new SortedDictionary<string, IReadOnlyList<string>>(
                judged.GroupBy(SplitOf).ToDictionary(split => split.Key, IReadOnlyList<string> (split) => [.. split]), StringComparer.Ordinal));
    }

    /// <summary>The files named for a split where there are such, as some corpora have one per split; else all of them.</summary>
    public static IReadOnlyList<string> OfSplit(IReadOnlyList<string> files, string split)
    {
        string[] named = [.. files.Where(file => SplitOf(file) == split)];
        return named.Length > 0 ? named : files;
    }

    private static string[] Judged(string folder, string name)
    {
        string[] files = name.Length > 0 ? In(FolderOf(folder, name)) : In(folder);
        return name is "data" or ""
            ? [.. files.Where(file => !OtherTables.Any(table => SplitOf(file).StartsWith(table, StringComparison.Ordinal)))]
            : files;
    }

    private static string[] Table(string folder, string name)
    {
        string[][] places = [Named(folder), In(FolderOf(folder, name)), Named(Path.Combine(folder, "data"))];
        return places.FirstOrDefault(files => files.Length > 0) ?? throw new BenchmarkFormatException(
            $"{folder} holds neither {name}.jsonl, {name}.jsonl.gz, {name}.tsv nor {name}.parquet, and no folder {name}/ of such files. {Layouts}");

        string[] Named(string place)
        {
            string[] files = [.. In(place).Where(file => SplitOf(file) == name)];
            return files.Length > 0 && !SharedFile().IsMatch(Path.GetFileName(files[0])) ? files[..1] : files; // corpus.jsonl, then corpus.jsonl.gz
        }
    }

    /// <summary><c>corpus/</c>, else the one folder that ends in <c>-corpus</c>; of several languages the Korean one.</summary>
    private static string FolderOf(string folder, string name)
    {
        string own = Path.Combine(folder, name);
        string[] ending = Directory.Exists(own) ? [own] : Directory.GetDirectories(folder, $"*-{name}");
        string[] korean = ending.Length > 1 ? [.. ending.Where(place => Path.GetFileName(place).StartsWith("ko-", StringComparison.Ordinal))] : ending;
        return ending.Length > 1 && korean.Length != 1
            ? throw new BenchmarkFormatException($"{folder} has {ending.Length} folders *-{name}. Keep the one to measure with.")
            : korean.FirstOrDefault() ?? own;
    }

    private static string[] In(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder).Where(TableFile.IsTable).Order(StringComparer.Ordinal)]
        : [];

    /// <summary><c>test</c> of <c>test.tsv</c>, <c>test.jsonl.gz</c> and <c>test-00000-of-00002.parquet</c>.</summary>
    private static string SplitOf(string file) => SharedFile().Replace(Path.GetFileName(file).Split('.')[0], "");

    [GeneratedRegex(@"-\d{5}-of-\d{5}", RegexOptions.CultureInvariant)]
    private static partial Regex SharedFile();
}
