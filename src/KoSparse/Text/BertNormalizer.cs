using System.Text;
using KoSparse.Text.Normalization;

namespace KoSparse.Text;

/// <summary>What BERT tokenizers do to a text before they split it into words, as their settings say it.</summary>
/// <param name="CleanText">Remove control and format characters.</param>
/// <param name="SplitHan">Make each Han character a word of its own.</param>
/// <param name="StripAccents">Remove combining marks; this leaves Hangul decomposed, as in uncased multilingual BERT.</param>
/// <param name="Lowercase">Write in lower case.</param>
internal sealed record BertNormalizer(bool CleanText, bool SplitHan, bool StripAccents, bool Lowercase)
{
    /// <summary>NFC and nothing else.</summary>
    public static BertNormalizer Nfc { get; } = new(false, false, false, false);

    /// <summary>The steps, after <see cref="Composed"/>.</summary>
    public TextNormalizer Steps() => Composed(NormalizerJson.Bert(CleanText, SplitHan, StripAccents, Lowercase));

    /// <summary>Composes text (NFC) before other steps, whether a tokenizer says so or not.</summary>
    /// <remarks>
    /// Decomposed Hangul (macOS file names, some PDFs) then meets the same tokens. Hugging Face composes only where the tokenizer says it, and otherwise
    /// gives unknown tokens.
    /// </remarks>
    public static TextNormalizer Composed(TextNormalizer steps) => new NormalizerSequence(new UnicodeForm(NormalizationForm.FormC), steps);
}
