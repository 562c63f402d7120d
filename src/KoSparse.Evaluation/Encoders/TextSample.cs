using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Context;
using KoSparse.Files;

namespace KoSparse.Evaluation.Encoders;

/// <summary>Korean texts that an encoder is measured on.</summary>
/// <param name="Source">What they are, for people.</param>
/// <param name="Documents">Texts encoded as documents.</param>
/// <param name="Queries">Texts encoded as queries.</param>
/// <param name="Files">Files they were read from.</param>
public sealed record TextSample(
    string Source, IReadOnlyList<Document> Documents, IReadOnlyList<string> Queries, IReadOnlyList<string> Files)
{
    /// <summary>Enough for shares that are exact to a tenth of a percent, and few enough for two cores.</summary>
    private const int MaxDocuments = 1000;

    /// <summary>No texts, for measurements that bring their own.</summary>
    public static TextSample None { get; } = new("", [], [], []);

    /// <summary>The sentences of the context pairs, for a machine without any data.</summary>
    public static TextSample BuiltIn()
    {
        IReadOnlyList<ContextPair> pairs = ContextPairs.Of(ContextSplit.Measure);
        return new TextSample(
            "the built-in sentences of the context pairs",
            [.. pairs.SelectMany(pair => new[] { new Document("", "", pair.A.Text), new Document("", "", pair.B.Text) })],
            [.. pairs.Select(pair => pair.Keyword)],
            []);
    }

    /// <summary>The first thousand texts of a file.</summary>
    /// <param name="path">A <c>.jsonl</c> or <c>.jsonl.gz</c> file of documents, or a <c>.txt</c> file with one text per line.</param>
    /// <exception cref="InvalidDataException">The file holds no texts.</exception>
    public static TextSample Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(".txt", StringComparison.Ordinal) ? OfLines(path) : OfDocuments(path);
    }

    /// <summary>The first thousand paragraphs and questions of a benchmark.</summary>
    /// <param name="folder">Its folder.</param>
    public static TextSample OfBenchmark(string folder)
    {
        Benchmark benchmark = BenchmarkFolder.Open(folder).Read();
        return new TextSample(
            $"paragraphs and questions of {benchmark.Name}",
            [.. benchmark.Documents.Take(MaxDocuments)],
            [.. benchmark.Queries.Take(MaxDocuments).Select(query => query.Text)],
            benchmark.Files);
    }

    private static TextSample OfLines(string path)
    {
        string[] lines = [.. InputFile.ReadLines(path).Where(line => line.Length > 0).Take(MaxDocuments)];
        return Checked(new TextSample(path, [.. lines.Select(Document.Of)], lines, [path]));
    }

    private static TextSample OfDocuments(string path)
    {
        Document[] documents = [.. DocumentReader.Read(path).Take(MaxDocuments)];
        string[] titles = [.. documents.Select(document => document.Title).Where(title => title.Length > 0).Distinct()];
        string[] queries = titles.Length > 0 ? titles : [.. documents.Select(document => document.Text)];
        return Checked(new TextSample(path, documents, queries, DataFiles.Find(path)));
    }

    private static TextSample Checked(TextSample sample) => sample.Documents.Count > 0
        ? sample
        : throw new InvalidDataException($"{sample.Source}: holds no texts. Give a file with one text per line, or documents as JSON Lines.");
}
