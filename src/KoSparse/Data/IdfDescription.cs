using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.Data;

/// <summary>The content of <c>idf_statistics.json</c>; the tokens of questions are absent in older files.</summary>
internal sealed record IdfDescription(
    string TokenizerHash,
    int VocabularySize,
    long DocumentCount,
    IdfSmoothing Smoothing,
    IReadOnlyList<CorpusFile> Corpus,
    IReadOnlyList<int>? QuestionTokens = null)
{
    /// <summary>Choices by the order of <see cref="IdfSmoothing"/>.</summary>
    private static readonly string[] Smoothings = ["bm25", "standard", "given"];

    /// <summary>Reads the file.</summary>
    /// <exception cref="JsonException">A name is unknown or missing, or a value is something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IdfDescription Read(string path) => Of(JsonFile.Read(path));

    /// <summary>Reads what <see cref="ToJson"/> gives.</summary>
    /// <exception cref="JsonException">A name is unknown or missing, or a value is something else.</exception>
    public static IdfDescription Parse(string json) => Of(JsonNode.Parse(json) as JsonObject ?? throw new JsonException("an object is expected"));

    /// <summary>The content as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SnakeCaseJson.Options) + "\n";

    private static IdfDescription Of(JsonObject values)
    {
        JsonSection file = new(values);
        IdfDescription read = new(
            file.Text("tokenizer_hash"),
            file.WholeNumber("vocabulary_size"),
            file.LargeNumber("document_count"),
            (IdfSmoothing)file.Choice("smoothing", Smoothings),
            Array.ConvertAll(file.Sections("corpus"), CorpusFileOf),
            file.WholeNumbersOrNull("question_tokens"));
        file.ThrowIfUnknown();
        return read;
    }

    private static CorpusFile CorpusFileOf(JsonSection file)
    {
        CorpusFile read = new(file.Text("name"), file.LargeNumber("length"), file.Text("sha256"));
        file.ThrowIfUnknown();
        return read;
    }
}
