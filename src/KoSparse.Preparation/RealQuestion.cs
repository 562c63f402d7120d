using System.Text.Json;
using KoSparse.Data;

namespace KoSparse.Preparation;

/// <summary>A question that somebody asked, with paragraphs that people judged.</summary>
/// <param name="Text">The question as asked.</param>
/// <param name="Positives">Paragraphs that answer it, at least one.</param>
/// <param name="Negatives">Paragraphs that do not.</param>
public sealed record RealQuestion(string Text, IReadOnlyList<Document> Positives, IReadOnlyList<Document> Negatives)
{
    /// <summary>Reads <c>{"query", "positives": [document …], "negatives": [document …]}</c> lines.</summary>
    public static IEnumerable<RealQuestion> Read(string path) => JsonLines.Read(path, line =>
    {
        RealQuestion question = new(
            line.RequiredText("query"), DocumentsOf(line, "positives"), DocumentsOf(line, "negatives"));
        return question.Positives.Count > 0 ? question : throw new FormatException("'positives' is empty.");
    });

    private static Document[] DocumentsOf(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement documents)
            ? [.. documents.EnumerateArray().Select(document => new Document(
                document.RequiredText("_id"), document.OptionalText("title") ?? "", document.RequiredText("text")))]
            : throw new FormatException($"'{name}' is missing.");
}
