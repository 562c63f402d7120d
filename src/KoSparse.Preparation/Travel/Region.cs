namespace KoSparse.Preparation.Travel;

/// <summary>Where a place is.</summary>
/// <param name="Province">One of the 17 provinces and large cities, as people say it: 강원, 부산.</param>
/// <param name="City">City, county or district without its ending (강릉, 단양, 해운대); empty when only the province is known.</param>
public readonly record struct Region(string Province, string City)
{
    /// <summary>The name that people put before what they look for.</summary>
    public string Name => City.Length > 0 ? City : Province;
}
