using KoSparse.Data;

namespace KoSparse.Preparation.Travel;

/// <summary>What the travel triplets hold.</summary>
public sealed class TravelStatistics
{
    private readonly HashSet<string> _queries = [];

    /// <summary>Number of triplets, no two with the same question and positive.</summary>
    public int Triplets { get; private set; }

    /// <summary>Number of different questions.</summary>
    public int Queries => _queries.Count;

    /// <summary>Number of negatives.</summary>
    public int Negatives { get; private set; }

    /// <summary>Triplets by the source of the positive.</summary>
    public SortedDictionary<string, int> BySource { get; } = new(StringComparer.Ordinal);

    /// <summary>Triplets by kind of place.</summary>
    public SortedDictionary<string, int> ByKind { get; } = new(StringComparer.Ordinal);

    /// <summary>Triplets by province.</summary>
    public SortedDictionary<string, int> ByProvince { get; } = new(StringComparer.Ordinal);

    internal void Count(Triplet triplet, TravelDocument place)
    {
        Triplets++;
        Negatives += triplet.Negatives.Count;
        _queries.Add(triplet.Query);
        BySource[place.Source] = BySource.GetValueOrDefault(place.Source) + 1;
        ByKind[place.Kind] = ByKind.GetValueOrDefault(place.Kind) + 1;
        ByProvince[place.Region.Province] = ByProvince.GetValueOrDefault(place.Region.Province) + 1;
    }
}
