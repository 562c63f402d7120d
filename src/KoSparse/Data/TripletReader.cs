using System.Text.Json;

namespace KoSparse.Data;

/// <summary>Streams training triplets from JSON Lines.</summary>
/// <remarks>
/// <c>query</c> (or <c>anchor</c>) and <c>positive</c> are required; <c>negatives</c> (or <c>negative</c>), <c>pair_type</c>,
/// <c>difficulty</c>, <c>length_class</c> and <c>teacher_scores</c> are optional; other fields are counted in the summary.
/// A document is <c>{"title": …, "text": …}</c>, or a string; of a string with several lines, the first is the title.
/// </remarks>
public static class TripletReader
{
    private static readonly string[] KnownFields =
    [
        "query", "anchor", "positive", "negative", "negatives", "pair_type", "difficulty", "length_class", "teacher_scores",
    ];

    /// <summary>Reads triplets one at a time.</summary>
    /// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
    /// <param name="options">How bad lines are met, and where ignored fields are counted.</param>
    /// <exception cref="TripletFormatException">A line is bad, with file, line and reason.</exception>
    public static IEnumerable<Triplet> Read(string pattern, JsonLinesOptions? options = null)
    {
        options = (options ?? new JsonLinesOptions()) with
        {
            Error = static (message, inner) => new TripletFormatException(message, inner),
        };
        return JsonLines.Read(pattern, line => Parse(line, options.Summary), options);
    }

    private static Triplet Parse(JsonElement line, ReadSummary? summary)
    {
        string query = EitherOf(line.OptionalText("query"), line.OptionalText("anchor"), "query", "anchor")
            ?? throw new FormatException("'query' is missing.");
        ThrowIfEmpty("query", query);
        Document positive = line.OptionalDocument("positive") ?? throw new FormatException("'positive' is missing.");
        ThrowIfEmpty("positive", positive.Content);
        Document[] negatives = [.. line.Documents("negatives"), .. line.Documents("negative")];
        Triplet triplet = new(query, positive, negatives)
        {
            PairType = line.OptionalText("pair_type"),
            Difficulty = Grade(line, "difficulty"),
            LengthClass = Grade(line, "length_class"),
            TeacherScores = Scores(line, negatives.Length + 1),
        };
        if (summary is not null)
        {
            foreach (JsonProperty field in line.EnumerateObject())
            {
                if (!KnownFields.Contains(field.Name, StringComparer.Ordinal))
                {
                    summary.Ignore(field.Name);
                }
            }
        }

        return triplet;
    }

    private static string? EitherOf(string? first, string? second, string firstName, string secondName) =>
        first is not null && second is not null
            ? throw new FormatException($"both '{firstName}' and '{secondName}' are given; keep one.")
            : first ?? second;

    private static void ThrowIfEmpty(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException($"'{name}' is empty.");
        }
    }

    private static string? Grade(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetRawText()
            : line.OptionalText(name);

    private static float[]? Scores(JsonElement line, int expected)
    {
        if (!line.TryGetProperty("teacher_scores", out JsonElement scores) || scores.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (scores.ValueKind != JsonValueKind.Array || scores.GetArrayLength() != expected)
        {
            throw new FormatException($"'teacher_scores' must be an array of {expected}: the positive's score and each negative's.");
        }

        return
        [
            .. scores.EnumerateArray().Select(s => s.ValueKind == JsonValueKind.Number && float.IsFinite(s.GetSingle())
                ? s.GetSingle()
                : throw new FormatException($"'teacher_scores' holds {s.GetRawText()}, not a finite number.")),
        ];
    }
}
