using System.Globalization;
using System.Text;

namespace KoSparse.Text;

/// <summary>What BERT tokenizers do to a text before they split it into words.</summary>
/// <remarks>
/// Text is always composed (NFC) first, so that decomposed Hangul (macOS file names, some PDFs) meets the same tokens;
/// Hugging Face does so only where the tokenizer says it. The rest follows Hugging Face's BertNormalizer.
/// </remarks>
/// <param name="CleanText">Remove control and format characters.</param>
/// <param name="SplitHan">Make each Han character a word of its own.</param>
/// <param name="StripAccents">Remove combining marks; this leaves Hangul decomposed, as in uncased multilingual BERT.</param>
/// <param name="Lowercase">Write in lower case.</param>
internal sealed record BertNormalizer(bool CleanText, bool SplitHan, bool StripAccents, bool Lowercase)
{
    /// <summary>NFC and nothing else.</summary>
    public static BertNormalizer Nfc { get; } = new(false, false, false, false);

    /// <summary>Normalises a stretch of a text without lone surrogates.</summary>
    public AlignedText Apply(string text, int start, int length)
    {
        ReadOnlySpan<char> stretch = text.AsSpan(start, length);
        return StaysAsIs(stretch) ? new AlignedText(stretch, start) : Rewrite(text, start, start + length);
    }

    private bool StaysAsIs(ReadOnlySpan<char> text)
    {
        if (Lowercase || StripAccents || !text.IsNormalized(NormalizationForm.FormC))
        {
            return false;
        }

        if (CleanText)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (CharacterKinds.Of(text, i, out _) == CharacterKind.Control)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Works by grapheme cluster: canonical composition never crosses its borders (UAX 29).</summary>
    private AlignedText Rewrite(string text, int start, int end)
    {
        StringBuilder characters = new(end - start);
        List<AlignedText.Origin> origins = new(end - start);
        while (start < end)
        {
            int length = StringInfo.GetNextTextElementLength(text.AsSpan(start, end - start));
            ReadOnlySpan<char> element = text.AsSpan(start, length);
            string rewritten = Rewrite(element);
            bool sameLength = rewritten.Length == length;
            for (int i = 0; i < rewritten.Length; i++)
            {
                origins.Add(sameLength ? new(start + i, start + i + 1) : new(start, start + length));
            }

            characters.Append(rewritten);
            start += length;
        }

        return new AlignedText(characters.ToString(), origins);
    }

    private string Rewrite(ReadOnlySpan<char> element)
    {
        string text = element.ToString().Normalize(NormalizationForm.FormC);
        if (CleanText)
        {
            text = Without(text, static (t, i) => CharacterKinds.Of(t, i, out _) == CharacterKind.Control);
        }

        if (StripAccents)
        {
            text = Without(
                text.Normalize(NormalizationForm.FormD),
                static (t, i) => CharUnicodeInfo.GetUnicodeCategory(t, i) == UnicodeCategory.NonSpacingMark);
        }

        return Lowercase ? text.ToLowerInvariant() : text;
    }

    private static string Without(string text, Func<string, int, bool> unwanted)
    {
        if (text.Length == 1)
        {
            return unwanted(text, 0) ? "" : text;
        }

        StringBuilder kept = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (!unwanted(text, i))
            {
                kept.Append(text, i, length);
            }

            i += length;
        }

        return kept.ToString();
    }
}
