using System.Globalization;
using System.Text.RegularExpressions;

namespace KoSparse.Search.Segments;

/// <summary>One way to write each number: 2020, 2020.0 and 2.02e3 are the same.</summary>
internal static partial class NumberText
{
    /// <summary>Digits that are written out; a number with more zeros is written with an exponent.</summary>
    private const int WrittenOut = 40;

    /// <summary>The number's own way of being written.</summary>
    /// <param name="text">What may be a number as JSON writes it (RFC 8259, section 6), of any size and precision.</param>
    /// <returns>Null for what is no number, or has an exponent beyond all reason.</returns>
    public static string? Canonical(string text)
    {
        if (Number().Match(text) is not { Success: true } match)
        {
            return null;
        }

        string exponentText = match.Groups["exponent"].Value;
        if (exponentText.Length > 9)
        {
            return null;
        }

        string digits = match.Groups["whole"].Value + match.Groups["part"].Value;
        int exponent = (exponentText.Length == 0 ? 0 : int.Parse(exponentText, CultureInfo.InvariantCulture)) - match.Groups["part"].Length;
        string trimmed = digits.TrimEnd('0');
        exponent += digits.Length - trimmed.Length;
        trimmed = trimmed.TrimStart('0');
        return trimmed.Length == 0 ? "0" : match.Groups["sign"].Value + Written(trimmed, exponent);
    }

    /// <summary>Digits, the last of which is not 0, times a power of ten.</summary>
    private static string Written(string digits, int exponent) => exponent switch
    {
        > WrittenOut or < -WrittenOut => string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}"),
        >= 0 => digits + new string('0', exponent),
        _ when -exponent < digits.Length => $"{digits[..^-exponent]}.{digits[^-exponent..]}",
        _ => $"0.{new string('0', -exponent - digits.Length)}{digits}",
    };

    [GeneratedRegex(@"^(?<sign>-?)(?<whole>0|[1-9][0-9]*)(\.(?<part>[0-9]+))?([eE](?<exponent>[+-]?[0-9]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
