using System.Text.Json;

namespace KoSparse.Preparation.Travel;

/// <summary>A dump of NamuWiki: one JSON array of <c>{"namespace", "title", "text"}</c>, streamed; articles alone.</summary>
/// <param name="path">The file.</param>
public sealed class NamuWikiDump(string path) : ITravelSource
{
    private static readonly JsonSerializerOptions Options = new() { DefaultBufferSize = 1 << 16 };

    /// <inheritdoc/>
    public string Name => "namuwiki";

    /// <inheritdoc/>
    /// <exception cref="TripletPreparationException">The file is damaged, or no dump.</exception>
    public IEnumerable<TravelPage> Read()
    {
        using FileStream file = File.OpenRead(path);
        using IEnumerator<JsonElement> entries = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(file, Options).ToBlockingEnumerable().GetEnumerator();
        for (int number = 1; TryMove(entries, number); number++)
        {
            if (Page(entries.Current, number) is { } page)
            {
                yield return page;
            }
        }
    }

    private static TravelPage? Page(JsonElement entry, int number)
    {
        bool isEntry = entry.ValueKind == JsonValueKind.Object;
        string? title = isEntry && entry.TryGetProperty("title", out JsonElement t) ? t.GetString() : null;
        string? text = isEntry && entry.TryGetProperty("text", out JsonElement x) ? x.GetString() : null;
        string space = isEntry && entry.TryGetProperty("namespace", out JsonElement n) ? n.ToString() : "0";
        if (title is null || text is null || space is not ("0" or "문서") || text.StartsWith("#redirect", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        (IReadOnlyList<string> paragraphs, IReadOnlyList<string> categories) = WikiText.Read(text);
        return new TravelPage($"namu-{number}", title, paragraphs) { Categories = categories };
    }

    private bool TryMove(IEnumerator<JsonElement> entries, int number)
    {
        try
        {
            return entries.MoveNext();
        }
        catch (JsonException exception)
        {
            throw new TripletPreparationException(
                $"{path}: entry {number:N0}: {exception.Message} Get the file again: one JSON array of objects with namespace, title and text.", exception);
        }
    }
}
