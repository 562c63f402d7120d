using KoSparse.Search.Bm25;

namespace KoSparse.Preparation.Travel;

/// <summary>Questions that travellers ask about a place.</summary>
/// <param name="index">All travel paragraphs: says how rare a word is.</param>
internal sealed class TravelQueries(Bm25Index index)
{
    private static readonly string[] LocationForms =
        ["{R} {W}", "{R} {W} 추천", "{R}에서 가 볼 만한 {W}", "{R} 여행 {W}", "{P} {W}", "{R} 근처 {W}", "{R}에 있는 {W}(은/는) 어디인가요?"];

    private static readonly string[] PlaceForms =
        ["{T}", "{T} 가는 길", "{T} 볼거리", "{T}(은/는) 어디에 있나요?", "{T}(은/는) 어떤 곳인가요?", "{R} {T}", "{T} 여행", "{T} 역사"];

    private readonly QueryForms _forms = new(index);

    /// <summary>A question for places of a kind in a region: any of them answers it.</summary>
    public static string Location(TravelDocument place, Random random)
    {
        IReadOnlyList<string> words = PlaceKind.Of(place.Kind).Words;
        string province = place.Region.City.Length == 0 ? place.Region.Province : $"{place.Region.Province} {place.Region.City}";
        return Particle.Resolve(LocationForms[random.Next(LocationForms.Length)]
            .Replace("{R}", place.Region.Name, StringComparison.Ordinal)
            .Replace("{P}", province, StringComparison.Ordinal)
            .Replace("{W}", words[random.Next(words.Count)], StringComparison.Ordinal));
    }

    /// <summary>Questions that this paragraph answers: for the place by its name, and what the text yields.</summary>
    public IEnumerable<string> OfParagraph(TravelDocument paragraph, int draws, Random random)
    {
        if (paragraph.IsFirst)
        {
            string wording = PlaceForms[random.Next(PlaceForms.Length)].Replace("{T}", paragraph.Name, StringComparison.Ordinal);
            string region = paragraph.Name.Contains(paragraph.Region.Name, StringComparison.Ordinal) ? "" : paragraph.Region.Name;
            yield return Particle.Resolve(wording.Replace("{R}", region, StringComparison.Ordinal)).Trim();
        }

        for (int draw = 0; draw < draws; draw++)
        {
            // A sentence whose rest is the positive would make another text of the paragraph.
            if (_forms.Make(paragraph.Document, random) is { } query && query.Positive == paragraph.Document.WithoutId())
            {
                yield return query.Text;
            }
        }
    }
}
