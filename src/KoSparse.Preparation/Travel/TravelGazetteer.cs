namespace KoSparse.Preparation.Travel;

/// <summary>Sights and dishes that we wrote down (<c>sights.txt</c>, <c>foods.txt</c>), told in a few wordings.</summary>
/// <param name="seed">Chooses the wordings.</param>
public sealed class TravelGazetteer(int seed) : ITravelSource
{
    private static readonly string[] SightTexts =
    [
        "{T}(은/는) {P} {F}에 있는 {K}이다. {S}에 찾는 사람이 많으며, {A}에 좋다.{N}{D}",
        "{P} {F}에 자리한 {T}(은/는) 이 고장에서 이름난 {K}이다.{N} 여행객은 {S}에 들러 {A}를 즐긴다.{D}",
        "{K} 가운데 {T}(이/가) 손꼽힌다. {P} {F}에 있고, {A}에는 {S}이 알맞다.{D}{N}",
    ];

    private static readonly string[] DishTexts =
    [
        "{P} {F}에서 이름난 음식은 {E}이다. 여행을 온 사람은 시장과 골목의 오래된 집에서 맛을 본다.{N}",
        "{C}(을/를) 찾으면 {E}(을/를) 먹어 보라고들 한다. {P} {F}의 향토 음식이다.{N}",
    ];

    /// <inheritdoc/>
    public string Name => "gazetteer";

    /// <inheritdoc/>
    public IEnumerable<TravelPage> Read()
    {
        var random = new Random(seed);
        string[][] sights = [.. PreparationResource.Lines("Travel.sights.txt").Select(line => line.Split('\t'))];
        Dictionary<string, string[]> dishes = PreparationResource.Lines("Travel.foods.txt").Select(line => line.Split('\t'))
            .ToDictionary(fields => fields[0], fields => fields[1].Split(' '), StringComparer.Ordinal);
        ILookup<string, string> names = sights.ToLookup(fields => fields[0], fields => fields[1], StringComparer.Ordinal);
        foreach ((int number, string[] sight) in sights.Index())
        {
            yield return Sight(number, sight, names[sight[0]].Except([sight[1]]), dishes.GetValueOrDefault(sight[0], []), random);
        }

        foreach ((string city, string[] eaten) in dishes)
        {
            yield return Dish(city, eaten, names[city], random);
        }
    }

    private static TravelPage Sight(int number, string[] fields, IEnumerable<string> neighbours, string[] eaten, Random random)
    {
        (string title, string kind, string[] seasons, string pastime) = (fields[1], fields[2], fields[3].Split(' '), fields[4]);
        string city = Regions.Default.OfCity(fields[0]).Name;
        string words = PlaceKind.Of(kind).Words[0];
        string text = Fill(SightTexts[random.Next(SightTexts.Length)], fields[0], neighbours)
            .Replace("{T}", title, StringComparison.Ordinal)
            .Replace("{K}", kind, StringComparison.Ordinal)
            .Replace("{S}", string.Join("과 ", seasons), StringComparison.Ordinal)
            .Replace("{A}", pastime, StringComparison.Ordinal)
            .Replace("{D}", eaten.Length == 0 ? "" : $" 가까이에서 {string.Join(", ", eaten)}(을/를) 맛볼 수 있다.", StringComparison.Ordinal);
        return new TravelPage($"place-{number}", title, [Particle.Resolve(text)])
        {
            Kind = kind,
            Queries =
            [
                $"{seasons[0]}에 가기 좋은 {city} {words}", $"{city} {seasons[^1]} 여행 {words}", $"{city}에서 {pastime} 좋은 곳",
                $"{title} {pastime}", $"{city} 여행 코스 {title}",
            ],
        };
    }

    private static TravelPage Dish(string place, string[] eaten, IEnumerable<string> sights, Random random)
    {
        string city = Regions.Default.OfCity(place).Name;
        string text = Fill(DishTexts[random.Next(DishTexts.Length)], place, sights)
            .Replace("{E}", string.Join(", ", eaten), StringComparison.Ordinal)
            .Replace("{C}", city, StringComparison.Ordinal);
        return new TravelPage($"dish-{place}", $"{city} 먹거리", [Particle.Resolve(text)])
        {
            Kind = "음식",
            Queries = [.. eaten.Select(dish => $"{city} {dish} 맛집"), $"{city} 여행 가면 먹을 것", $"{city} 향토 음식"],
        };
    }

    private static string Fill(string wording, string place, IEnumerable<string> neighbours)
    {
        string near = string.Join(", ", neighbours.Take(3));
        return wording
            .Replace("{P}", Regions.Default.FullName(Regions.Default.OfCity(place).Province), StringComparison.Ordinal)
            .Replace("{F}", place, StringComparison.Ordinal)
            .Replace("{N}", near.Length == 0 ? "" : $" 함께 둘러볼 곳으로 {near}(이/가) 있다.", StringComparison.Ordinal);
    }
}
