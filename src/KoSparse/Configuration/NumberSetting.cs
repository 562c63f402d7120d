using System.Globalization;
using System.Numerics;

namespace KoSparse.Configuration;

/// <summary>Reads the numbers of a config: a sign, digits, a point and an exponent, and nothing that a country or a language adds.</summary>
internal static class NumberSetting
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The number as a boxed value of its type; null when the text is none, or the type does not hold it.</summary>
    /// <exception cref="NotSupportedException">The type is not one that settings have.</exception>
    public static object? Parse(string text, Type type)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => int.TryParse(text, Whole, invariant, out int i) ? i : null,
            TypeCode.Int64 => long.TryParse(text, Whole, invariant, out long l) ? l : null,
            TypeCode.Double => double.TryParse(text, Fraction, invariant, out double d) && double.IsFinite(d) ? d : null,
            TypeCode.Single => float.TryParse(text, Fraction, invariant, out float f) && float.IsFinite(f) ? f : null,
            _ => throw new NotSupportedException($"Settings of type {type} are not supported."),
        };
    }

    /// <summary>Why <see cref="Parse"/> refused a text, such as <c>expected a whole number, is '1.5'</c>.</summary>
    public static string Fault(string text, Type type)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        bool isWhole = IsWhole(type);
        if (isWhole && BigInteger.TryParse(text, Whole, invariant, out _))
        {
            (long lowest, long highest) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
            return string.Create(invariant, $"must be between {lowest} and {highest}, is {text}");
        }

        if (!isWhole && text.Any(char.IsAsciiDigit) && double.TryParse(text, Fraction, invariant, out _))
        {
            return $"must be nearer to zero, is {text}";
        }

        string hint = text.AsSpan().ContainsAny(",_ \t") ? "; write numbers without separators, and decimals after a point" : "";
        return $"expected {Describe(type)}, is '{text}'{hint}";
    }

    /// <summary>What is expected, for messages.</summary>
    public static string Describe(Type type) => IsWhole(type) ? "a whole number" : "a number";

    private static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long);
}
