using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KoSparse.Tensors;

/// <summary>Numbers of 16 bits (IEEE 754 binary16) as numbers of 32.</summary>
public static class HalfNumbers
{
    private const uint Magnitude = 0x7FFF;
    private const uint Special = 0x7C00; // exponent of infinity and of what is no number
    private const uint SpecialSingle = 0x7F800000;
    private const int FractionShift = 23 - 10;
    private const int SignShift = 16;

    /// <summary>2^112: what the exponents' offsets, 127 and 15, differ by.</summary>
    private static readonly Vector128<float> Rebias = Vector128.Create(BitConverter.Int32BitsToSingle((127 + 112) << 23));

    /// <summary>Widens numbers, each exactly.</summary>
    public static float[] Widened(ReadOnlySpan<Half> halves)
    {
        float[] singles = new float[halves.Length];
        ReadOnlySpan<ushort> bits = MemoryMarshal.Cast<Half, ushort>(halves);
        int i = 0;
        for (; i <= bits.Length - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
        {
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(Vector128.Create(bits.Slice(i, Vector128<ushort>.Count)));
            Widened(lower).CopyTo(singles.AsSpan(i));
            Widened(upper).CopyTo(singles.AsSpan(i + Vector128<uint>.Count));
        }

        for (; i < bits.Length; i++)
        {
            singles[i] = (float)halves[i];
        }

        return singles;
    }

    private static Vector128<float> Widened(Vector128<uint> half)
    {
        Vector128<uint> magnitude = half & Vector128.Create(Magnitude);
        Vector128<uint> scaled = ((magnitude << FractionShift).AsSingle() * Rebias).AsUInt32();
        Vector128<uint> special = Vector128.GreaterThanOrEqual(magnitude, Vector128.Create(Special)) & Vector128.Create(SpecialSingle);
        return (scaled | special | ((half & ~Vector128.Create(Magnitude)) << SignShift)).AsSingle();
    }
}
