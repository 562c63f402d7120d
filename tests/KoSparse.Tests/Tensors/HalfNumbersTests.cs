using KoSparse.Tensors;

namespace KoSparse.Tests.Tensors;

public sealed class HalfNumbersTests
{
    /// <summary>All there are: zeros, subnormal ones, infinities and what is no number among them; at every place of a vector.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Widened_EveryNumber_IsExact(int before)
    {
        Half[] halves = [.. Enumerable.Repeat(Half.One, before), .. Enumerable.Range(0, 0x10000).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];

        float[] singles = HalfNumbers.Widened(halves);

        Assert.Equal(halves.Length, singles.Length);
        for (int i = 0; i < halves.Length; i++)
        {
            float expected = (float)halves[i];
            Assert.True(
                float.IsNaN(expected) ? float.IsNaN(singles[i]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(singles[i]),
                $"{halves[i]} became {singles[i]}");
        }
    }
}
