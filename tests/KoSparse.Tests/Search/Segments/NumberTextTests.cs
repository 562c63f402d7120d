using System.Globalization;
using System.Numerics;
using CsCheck;
using KoSparse.Search.Segments;

namespace KoSparse.Tests.Search.Segments;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("2020", "2020")]
    [InlineData("2020.0", "2020")]
    [InlineData("2.02e3", "2020")]
    [InlineData("202000E-2", "2020")]
    [InlineData("-0.0", "0")]
    [InlineData("0e5", "0")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("12e-4", "0.0012")]
    [InlineData("9007199254740993", "9007199254740993")] // more than a double holds
    [InlineData("1e400", "1e400")]
    [InlineData("10e399", "1e400")]
    [InlineData("007", null)]
    [InlineData("1,000", null)]
    [InlineData("NaN", null)]
    [InlineData("1e99999999999", null)]
    [InlineData("1\n", null)]
    [InlineData("", null)]
    public void Canonical_Number_HasOneForm_Issue19(string text, string? expected) => Assert.Equal(expected, NumberText.Canonical(text));

    [Fact]
    public void Canonical_SameValue_IsTheSameText_Issue19() =>
        Gen.Select(Gen.Long, Gen.Int[-30, 30], Gen.Int[0, 6]).Sample((value, exponent, zeros) =>
        {
            string written = string.Create(CultureInfo.InvariantCulture, $"{value}e{exponent}");
            string other = string.Create(CultureInfo.InvariantCulture, $"{value * BigInteger.Pow(10, zeros)}.{new string('0', zeros + 1)}e{exponent - zeros}");

            string canonical = NumberText.Canonical(written)!;
            Assert.Equal(canonical, NumberText.Canonical(other));
            Assert.Equal(canonical, NumberText.Canonical(canonical));
            double expected = double.Parse(written, CultureInfo.InvariantCulture);
            Assert.Equal(expected, double.Parse(canonical, CultureInfo.InvariantCulture));
        });
}
