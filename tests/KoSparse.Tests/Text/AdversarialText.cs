using CsCheck;

namespace KoSparse.Tests.Text;

/// <summary>Texts that tokenizers stumble over: every plane, marks, joiners, decomposed and halfwidth Hangul, characters that become several or none.</summary>
internal static class AdversarialText
{
    private static readonly string[] Likely =
    [
        "서울", "은 ", " ", "  ", "\t", "\u1112\u1161\u11AB", "\u1100", "\u1161", "\u11A8", "\uFFA4\uFFC2", "\u3131", "가\u11A8", "각", "ABC", "ＡＢＣ", "１２",
        "\u00AD", "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\uFFFE", "\uFFFF", "\uFFFD", "\0", "\u0007", "\u0085", "\u000B", "\u00A0", "\u2028", "\u3000",
        "\u0301", "\u0323\u0307", "\u017F", "İ", "ß", "ﬁ", "\u338F", "\u337F", "\u2026", "\uFDFA", "①", "漢", "\uF900", "\U00020000", "\U0001F468\u200D\U0001F469", "❤\uFE0F",
        "\U0001F1F0\U0001F1F7", "\U000E0001", "\U0010FFFF", "\uD800", "\uDC00", "▁", "##", "[MASK]", "<mask>", "</s>", "'s", "\r\n", ".",
    ];

    /// <summary>Texts of up to thirty such parts.</summary>
    public static Gen<string> Gen { get; } = CsCheck.Gen.OneOf(
        CsCheck.Gen.Int[0, Likely.Length - 1].Select(i => Likely[i]), CsCheck.Gen.Char.Select(c => c.ToString())).Array[0, 30].Select(string.Concat);
}
