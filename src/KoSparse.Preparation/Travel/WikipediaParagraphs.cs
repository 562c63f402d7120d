using KoSparse.Data;

namespace KoSparse.Preparation.Travel;

/// <summary>Paragraphs of Wikipedia as JSON Lines, ids <c>PAGE#PARAGRAPH</c>, those of a page one after the other.</summary>
/// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
public sealed class WikipediaParagraphs(string pattern) : ITravelSource
{
    /// <inheritdoc/>
    public string Name => "wikipedia";

    /// <inheritdoc/>
    public IEnumerable<TravelPage> Read()
    {
        (string Id, string Title, List<string> Paragraphs)? page = null;
        foreach (Document paragraph in DocumentReader.Read(pattern))
        {
            string id = paragraph.Id.Split('#')[0];
            if (page is { } open && open.Id != id)
            {
                yield return new TravelPage(open.Id, open.Title, open.Paragraphs);
                page = null;
            }

            page ??= (id, paragraph.Title, []);
            page.Value.Paragraphs.Add(paragraph.Text);
        }

        if (page is { } last)
        {
            yield return new TravelPage(last.Id, last.Title, last.Paragraphs);
        }
    }
}
