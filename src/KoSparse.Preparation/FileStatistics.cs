using KoSparse.Data;

namespace KoSparse.Preparation;

/// <summary>What one file of triplets holds, and what was left out of it.</summary>
public sealed class FileStatistics
{
    /// <summary>Number of triplets.</summary>
    public int Triplets { get; set; }

    /// <summary>Number of triplets by <c>pair_type</c>.</summary>
    public SortedDictionary<string, int> PairTypes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Sum over triplets of the query's characters.</summary>
    public long QueryCharacters { get; set; }

    /// <summary>Sum over triplets of the positive's characters.</summary>
    public long PositiveCharacters { get; set; }

    /// <summary>Number of negatives.</summary>
    public int Negatives { get; set; }

    /// <summary>Queries left out, by reason.</summary>
    public SortedDictionary<string, int> LeftOut { get; init; } = new(StringComparer.Ordinal);

    internal void Count(Triplet triplet)
    {
        Triplets++;
        PairTypes[triplet.PairType!] = PairTypes.GetValueOrDefault(triplet.PairType!) + 1;
        QueryCharacters += triplet.Query.Length;
        PositiveCharacters += triplet.Positive.Length;
        Negatives += triplet.Negatives.Count;
    }

    internal void LeaveOut(string reason) => LeftOut[reason] = LeftOut.GetValueOrDefault(reason) + 1;
}
