using System.Text.Json;

namespace KoSparse.Data;

/// <summary>Streams the texts of a corpus, whether it is written as documents or as triplets.</summary>
public static class CorpusTexts
{
    /// <summary>Reads texts one at a time: each document's content, or each triplet's positive and negatives; repeats included.</summary>
    /// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
    /// <param name="options">How bad lines are met.</param>
    /// <exception cref="JsonLinesException">A line is bad, with file, line and reason.</exception>
    public static IEnumerable<string> Read(string pattern, JsonLinesOptions? options = null) =>
        JsonLines.Read(pattern, Parse, options).SelectMany(texts => texts);

    private static string[] Parse(JsonElement line)
    {
        if (line.OptionalDocument("positive") is { } positive)
        {
            return [positive.Content, .. line.Documents("negatives").Concat(line.Documents("negative")).Select(negative => negative.Content)];
        }

        return [new Document("", line.OptionalText("title") ?? "", line.RequiredText("text")).Content];
    }
}
