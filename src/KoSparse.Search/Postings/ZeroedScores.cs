namespace KoSparse.Search.Postings;

/// <summary>One array of zeros per thread, lent for a search that leaves zeros behind: clearing it all would cost more than a search.</summary>
internal static class ZeroedScores
{
    [ThreadStatic]
    private static int[]? _kept;

    /// <summary>Lends an array of at least so many zeros.</summary>
    public static int[] Take(int length)
    {
        int[]? scores = _kept;
        _kept = null;
        return scores?.Length >= length ? scores : new int[length];
    }

    /// <summary>Takes an array back, all zeros again; after a fault it is not given back.</summary>
    public static void Return(int[] scores) => _kept = scores;
}
