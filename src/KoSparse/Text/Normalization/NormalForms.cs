using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Unicode normalisation of every text without lone surrogates.</summary>
/// <remarks>The platform refuses U+FFFE, a code point as any other that a text may hold: it joins nothing, so what lies around it is normalised apart.</remarks>
internal static class NormalForms
{
    private const char Refused = '\uFFFE';

    /// <summary>The text in a normal form.</summary>
    public static string Normalize(string text, NormalizationForm form) => text.Contains(Refused, StringComparison.Ordinal)
        ? string.Join(Refused, text.Split(Refused).Select(part => part.Normalize(form)))
        : text.Normalize(form);

    /// <summary>Whether the text is in a normal form.</summary>
    public static bool IsNormalized(string text, NormalizationForm form) => text.Contains(Refused, StringComparison.Ordinal)
        ? text.Split(Refused).All(part => part.IsNormalized(form))
        : text.IsNormalized(form);
}
