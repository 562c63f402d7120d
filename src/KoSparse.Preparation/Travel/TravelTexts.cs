using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using KoSparse.Data;
using KoSparse.Files;

namespace KoSparse.Preparation.Travel;

/// <summary>The paragraphs of all sources that are about places: <c>travel.jsonl</c>, which any reader of documents reads, too.</summary>
public static class TravelTexts
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "travel.jsonl";

    private const int ShortestParagraph = 40;
    private const int MostParagraphs = 6;
    private const int OpeningLength = 200;
    private const int PagesPerReport = 2000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Reads the sources and writes what is about places; the file appears when it is complete.</summary>
    /// <param name="sources">In this order; of pages with the same title in one region the first is kept.</param>
    /// <param name="folder">Where the file goes.</param>
    /// <param name="progress">Told the pages read of each source.</param>
    /// <param name="stop">Stops between two pages; nothing half-done remains.</param>
    /// <returns>What was written.</returns>
    public static IReadOnlyList<TravelDocument> Write(
        IEnumerable<ITravelSource> sources, string folder, IProgress<PreparationProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Directory.CreateDirectory(folder);
        List<TravelDocument> kept = [];
        HashSet<(string, Region)> seen = [];
        foreach (ITravelSource source in sources)
        {
            int pages = 0;
            foreach (TravelPage page in source.Read())
            {
                if (pages++ % PagesPerReport == 0)
                {
                    stop.ThrowIfCancellationRequested();
                    progress?.Report(new PreparationProgress(source.Name, pages - 1, 0));
                }

                TravelDocument[] documents = [.. Documents(page, source.Name)];
                if (documents.Length > 0 && seen.Add((documents[0].Name, documents[0].Region)))
                {
                    kept.AddRange(documents);
                }
            }
        }

        string path = Path.Combine(folder, FileName);
        WholeFile.Write(path, beside => Write(beside, kept));
        return kept;
    }

    /// <summary>Reads a collection.</summary>
    /// <exception cref="TripletPreparationException">There is none.</exception>
    public static IReadOnlyList<TravelDocument> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path)
            ? [.. JsonLines.Read(path, Parse)]
            : throw new TripletPreparationException($"{path}: missing. 'make collect-travel' writes it.");
    }

    /// <summary>The paragraphs of a page that is about a place in Korea; none of any other page.</summary>
    private static IEnumerable<TravelDocument> Documents(TravelPage page, string source)
    {
        string[] paragraphs = [.. page.Paragraphs.Where(text => text.Length >= ShortestParagraph).Take(MostParagraphs)];
        if (paragraphs.Length == 0)
        {
            return [];
        }

        string title = TravelDocument.PlainTitle(page.Title);
        string opening = paragraphs[0][..Math.Min(OpeningLength, paragraphs[0].Length)];
        string? kind = page.Kind ?? PlaceKind.Find(title, opening, page.Categories)?.Name;
        return kind is not null && Regions.Default.Find(title, $"{opening} {string.Join(' ', page.Categories)}") is { } region
            ? paragraphs.Select((text, place) => new TravelDocument(
                new Document($"{page.Id}#{place}", page.Title, text), kind, region, source, place == 0 ? page.Queries : []))
            : [];
    }

    private static void Write(string path, IEnumerable<TravelDocument> documents)
    {
        using Stream stream = DataFiles.Create(path);
        using Utf8JsonWriter json = new(stream, Options);
        foreach (TravelDocument document in documents)
        {
            json.WriteStartObject();
            json.WriteString("_id", document.Document.Id);
            json.WriteString("title", document.Document.Title);
            json.WriteString("text", document.Document.Text);
            json.WriteString("kind", document.Kind);
            json.WriteString("province", document.Region.Province);
            json.WriteString("city", document.Region.City);
            json.WriteString("source", document.Source);
            json.WriteStartArray("queries");
            foreach (string query in document.Queries)
            {
                json.WriteStringValue(query);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            stream.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    private static TravelDocument Parse(JsonElement line) => new(
        new Document(line.RequiredText("_id"), line.OptionalText("title") ?? "", line.RequiredText("text")),
        line.RequiredText("kind"),
        new Region(line.RequiredText("province"), line.OptionalText("city") ?? ""),
        line.OptionalText("source") ?? "",
        [.. line.Texts("queries")]);
}
