using KoSparse.Cli.Commands;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Context;

namespace KoSparse.Cli.Measuring;

/// <summary>Korean texts that an encoder is measured on.</summary>
/// <param name="Source">What they are, for people.</param>
/// <param name="Documents">Texts encoded as documents.</param>
/// <param name="Queries">Texts encoded as queries.</param>
/// <param name="Files">Files they were read from.</param>
internal sealed record TextSample(
    string Source, IReadOnlyList<Document> Documents, IReadOnlyList<string> Queries, IReadOnlyList<string> Files)
{
    /// <summary>Enough for shares that are exact to a tenth of a percent, and few enough for two cores.</summary>
    private const int MaxDocuments = 1000;

    private const string ValidationFolder = "data/v24.0/validation";

    /// <summary>No texts, for measurements that bring their own.</summary>
    public static TextSample None { get; } = new("", [], [], []);

    /// <summary>The texts of a file, or by default a benchmark's, the validation set's or the built-in ones.</summary>
    /// <param name="path">A <c>.jsonl</c> or <c>.jsonl.gz</c> file of documents, a <c>.txt</c> file with one text per line, or null.</param>
    public static TextSample Read(string? path)
    {
        if (path is not null)
        {
            return path.EndsWith(".txt", StringComparison.Ordinal) ? OfLines(path) : OfDocuments(path);
        }

        string? benchmark = Options.DataFolder() is { } data ? Path.Combine(data, "benchmarks", "miracl-ko-10k") : null;
        string? folder = new[] { benchmark, ValidationFolder }.FirstOrDefault(Directory.Exists);
        return folder is null ? BuiltIn() : OfBenchmark(folder);
    }

    private static TextSample OfLines(string path)
    {
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Take(MaxDocuments)];
        return Checked(new TextSample(path, [.. lines.Select(Document.Of)], lines, [path]));
    }

    private static TextSample OfDocuments(string path)
    {
        Document[] documents = [.. DocumentReader.Read(path).Take(MaxDocuments)];
        string[] titles = [.. documents.Select(document => document.Title).Where(title => title.Length > 0).Distinct()];
        string[] queries = titles.Length > 0 ? titles : [.. documents.Select(document => document.Text)];
        return Checked(new TextSample(path, documents, queries, DataFiles.Find(path)));
    }

    private static TextSample OfBenchmark(string folder)
    {
        Benchmark benchmark = BenchmarkFolder.Open(folder).Read();
        return new TextSample(
            $"paragraphs and questions of {benchmark.Name}",
            [.. benchmark.Documents.Take(MaxDocuments)],
            [.. benchmark.Queries.Take(MaxDocuments).Select(query => query.Text)],
            benchmark.Files);
    }

    private static TextSample BuiltIn()
    {
        IReadOnlyList<ContextPair> pairs = ContextPairs.Of(ContextSplit.Measure);
        return new TextSample(
            "the built-in sentences of the context pairs (no data found: set KOSPARSE_DATA or give --texts)",
            [.. pairs.SelectMany(pair => new[] { Document.Of(pair.A.Text), Document.Of(pair.B.Text) })],
            [.. pairs.Select(pair => pair.Keyword)],
            []);
    }

    private static TextSample Checked(TextSample sample) => sample.Documents.Count > 0
        ? sample
        : throw new InvalidDataException($"{sample.Source}: holds no texts. Give a file with one text per line, or documents as JSON Lines.");
}
