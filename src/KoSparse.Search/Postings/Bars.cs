using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KoSparse.Search.Postings;

/// <summary>Which scores reach a bar, eight at a time.</summary>
internal static class Bars
{
    /// <summary>The first place from a given one whose score reaches the bar; the length when there is none.</summary>
    public static int NextReaching(ReadOnlySpan<int> scores, int place, int bar)
    {
        ref int score = ref MemoryMarshal.GetReference(scores);
        Vector256<int> bars = Vector256.Create(bar);
        for (; place <= scores.Length - Vector256<int>.Count; place += Vector256<int>.Count)
        {
            uint reached = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref score, (nuint)place), bars)
                .ExtractMostSignificantBits();
            if (reached != 0)
            {
                return place + BitOperations.TrailingZeroCount(reached);
            }
        }

        while (place < scores.Length && scores[place] < bar)
        {
            place++;
        }

        return place;
    }

    /// <summary>One bit for each of the 64 scores of a block: whether it reaches the bar.</summary>
    public static ulong Reaching(ReadOnlySpan<int> scores, int bar)
    {
        ref int score = ref MemoryMarshal.GetReference(scores[..PostingFormat.BlockSize]);
        Vector256<int> bars = Vector256.Create(bar);
        ulong reached = 0;
        for (int i = 0; i < PostingFormat.BlockSize; i += Vector256<int>.Count)
        {
            Vector256<int> above = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref score, (nuint)i), bars);
            reached |= (ulong)above.ExtractMostSignificantBits() << i;
        }

        return reached;
    }
}
