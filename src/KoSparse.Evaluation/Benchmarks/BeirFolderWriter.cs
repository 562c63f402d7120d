using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using KoSparse.Data;
using KoSparse.Files;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Saves a benchmark in BEIR layout.</summary>
public static class BeirFolderWriter
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes corpus, queries and judgements, over those of an earlier benchmark.</summary>
    /// <param name="path">The folder, made when it does not exist.</param>
    /// <param name="documents">The corpus.</param>
    /// <param name="queries">The questions.</param>
    /// <param name="judgements">What is relevant.</param>
    /// <param name="split">Name of the judgements' file.</param>
    public static void Write(
        string path,
        IEnumerable<Document> documents,
        IEnumerable<Query> queries,
        IEnumerable<Judgement> judgements,
        string split)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentException.ThrowIfNullOrEmpty(split);
        Directory.CreateDirectory(Path.Combine(path, "qrels"));
        WriteLines(Path.Combine(path, "corpus.jsonl"), documents, static (json, document) =>
        {
            json.WriteString("_id", document.Id);
            json.WriteString("title", document.Title);
            json.WriteString("text", document.Text);
        });
        WriteLines(Path.Combine(path, "queries.jsonl"), queries, static (json, query) =>
        {
            json.WriteString("_id", query.Id);
            json.WriteString("text", query.Text);
        });
        QrelsFile.Write(Path.Combine(path, "qrels", $"{split}.tsv"), judgements);
    }

    private static void WriteLines<T>(string path, IEnumerable<T> values, Action<Utf8JsonWriter, T> writeFields) =>
        WholeFile.Write(path, beside => Fill(beside, values, writeFields));

    private static void Fill<T>(string path, IEnumerable<T> values, Action<Utf8JsonWriter, T> writeFields)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, Readable);
        foreach (T value in values)
        {
            json.WriteStartObject();
            writeFields(json, value);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            file.WriteByte((byte)'\n');
        }
    }
}
