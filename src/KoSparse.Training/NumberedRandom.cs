namespace KoSparse.Training;

/// <summary>Random numbers that are a function of a run's seed and a number, such as that of a step or an epoch (docs/adr/0002).</summary>
internal static class NumberedRandom
{
    /// <summary>A generator for each number.</summary>
    /// <remarks>
    /// .NET's seeded generators start nearly alike from neighbouring seeds: of every two steps one would draw a low number first. So seed and number
    /// are mixed before, by the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    /// </remarks>
    public static Random Of(int seed, long number)
    {
        unchecked
        {
            ulong mixed = ((ulong)seed * 0x9E3779B97F4A7C15) + (ulong)number;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return new Random((int)(mixed ^ (mixed >> 31)));
        }
    }

    /// <summary>The seed of torch for a step, from which dropout follows.</summary>
    public static long SeedOf(int seed, int step) => unchecked((seed * 1_000_003L) + step);
}
