namespace KoSparse.Training;

/// <summary>Random numbers that are a function of a run's seed and a number, such as that of a step or an epoch (docs/adr/0002).</summary>
internal static class NumberedRandom
{
    private const long BetweenSeeds = 1_000_003;

    /// <summary>A generator for each number.</summary>
    /// <remarks>
    /// .NET's seeded generators start nearly alike from neighbouring seeds: of every two steps one would draw a low number first. So seed and number
    /// are mixed before, by the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    /// </remarks>
    public static Random Of(int seed, long number) => new(unchecked((int)Mixed(seed, number)));

    /// <summary>The seed of torch for a step, from which dropout follows.</summary>
    /// <remarks>
    /// Torch's generator scrambles its seed, so that seeds in a row do: the steps of a seed lie between those of its neighbours. A run that is longer
    /// than the way between them would go on with the next seed's numbers, so there they are mixed.
    /// </remarks>
    public static long SeedOf(int seed, int step) => step < BetweenSeeds ? (seed * BetweenSeeds) + step : unchecked((long)Mixed(seed, step));

    private static ulong Mixed(int seed, long number)
    {
        unchecked
        {
            ulong mixed = ((ulong)seed * 0x9E3779B97F4A7C15) + (ulong)number;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
