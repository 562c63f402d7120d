using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KoSparse.Text.Normalization;

/// <summary>Reads the <c>normalizer</c> of Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class NormalizerJson
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    /// <summary>Reads a step.</summary>
    /// <exception cref="NotSupportedException">It is of a kind that KoSparse does not know.</exception>
    public static TextNormalizer Read(JsonElement step) => step.GetProperty("type").GetString() switch
    {
        "Sequence" => new NormalizerSequence([.. step.GetProperty("normalizers").EnumerateArray().Select(Read)]),
        "NFC" => new UnicodeForm(NormalizationForm.FormC),
        "NFD" => new UnicodeForm(NormalizationForm.FormD),
        "NFKC" => new UnicodeForm(NormalizationForm.FormKC),
        "NFKD" => new UnicodeForm(NormalizationForm.FormKD),
        "Lowercase" => new Lowercase(),
        "StripAccents" => new MarkRemoval(spacingToo: true),
        "Nmt" => new NmtCleaning(),
        "BertNormalizer" => Bert(
            step.GetProperty("clean_text").GetBoolean(),
            step.GetProperty("handle_chinese_chars").GetBoolean(),
            (step.GetProperty("strip_accents") is { ValueKind: not JsonValueKind.Null } strip ? strip : step.GetProperty("lowercase")).GetBoolean(),
            step.GetProperty("lowercase").GetBoolean()),
        "Precompiled" => Precompiled(step.GetProperty("precompiled_charsmap")),
        "Replace" => new Replacement(Pattern(step.GetProperty("pattern")), step.GetProperty("content").RequiredString()),
        "Prepend" => new Prefix(step.GetProperty("prepend").RequiredString()),
        "Strip" => new BlankTrimming(step.GetProperty("strip_left").GetBoolean(), step.GetProperty("strip_right").GetBoolean()),
        string other => throw new NotSupportedException(
            $"the normalizer '{other}' is not one of NFC, NFD, NFKC, NFKD, Nmt, Lowercase, StripAccents, BertNormalizer, Precompiled, Replace, Prepend, Strip"),
        null => throw new FormatException("a normalizer without type"),
    };

    /// <summary>BERT's steps in their order.</summary>
    public static TextNormalizer Bert(bool cleanText, bool splitHan, bool stripAccents, bool lowercase)
    {
        List<TextNormalizer> steps = [];
        if (cleanText)
        {
            steps.Add(new BertCleaning());
        }

        if (splitHan)
        {
            steps.Add(new HanWords());
        }

        if (stripAccents)
        {
            steps.Add(new UnicodeForm(NormalizationForm.FormD));
            steps.Add(new MarkRemoval(spacingToo: false));
        }

        if (lowercase)
        {
            steps.Add(new Lowercase());
        }

        return new NormalizerSequence([.. steps]);
    }

    /// <summary>A pattern: a string, or a regular expression.</summary>
    public static Regex Pattern(JsonElement pattern) => pattern.TryGetProperty("Regex", out JsonElement regex)
        ? new Regex(regex.RequiredString(), RegexOptions.CultureInvariant, LongestMatch)
        : new Regex(Regex.Escape(pattern.GetProperty("String").RequiredString()), RegexOptions.CultureInvariant, LongestMatch);

    private static NormalizerSequence Precompiled(JsonElement table) => table.ValueKind == JsonValueKind.Null
        ? new NormalizerSequence()
        : new NormalizerSequence(new MappedClusters(new CharacterMap(table.GetBytesFromBase64())));
}
