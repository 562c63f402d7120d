using System.Text.Json;
using System.Text.RegularExpressions;
using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>Reads the <c>pre_tokenizer</c> of Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class SplitterJson
{
    private const string WordsAndSigns = @"\w+|[^\w\s]+";

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    /// <summary>Reads a step.</summary>
    /// <exception cref="NotSupportedException">It is of a kind that KoSparse does not know.</exception>
    public static WordSplitter Read(JsonElement step) => step.GetProperty("type").GetString() switch
    {
        "Sequence" => new SplitterSequence([.. step.GetProperty("pretokenizers").EnumerateArray().Select(Read)]),
        "BertPreTokenizer" => new CharacterWords(punctuation: true),
        "WhitespaceSplit" => new CharacterWords(punctuation: false),
        "Whitespace" => new PatternWords(Expression(WordsAndSigns), PatternWords.Behavior.Removed, invert: true),
        "Digits" => new PatternWords(
            Expression(@"\p{N}"), IsTrue(step, "individual_digits", otherwise: false) ? PatternWords.Behavior.Isolated : PatternWords.Behavior.Contiguous),
        "Punctuation" => new PatternWords(Expression(@"[\p{P}!-/:-@\[-`{-~]"), Behavior(step, "Isolated")),
        "Metaspace" => Metaspace(step),
        "ByteLevel" => ByteLevel(step),
        "Split" => new PatternWords(NormalizerJson.Pattern(step.GetProperty("pattern")), Behavior(step, ""), IsTrue(step, "invert", otherwise: false)),
        string other => throw new NotSupportedException(
            $"the pre-tokenizer '{other}' is not one of BertPreTokenizer, WhitespaceSplit, Whitespace, Digits, Punctuation, Metaspace, ByteLevel, Split"),
        null => throw new FormatException("a pre-tokenizer without type"),
    };

    private static MarkedWords Metaspace(JsonElement step)
    {
        string marker = step.GetProperty("replacement").RequiredString();
        string scheme = step.TryGetProperty("prepend_scheme", out JsonElement prepend)
            ? prepend.RequiredString()
            : IsTrue(step, "add_prefix_space", otherwise: true) ? "always" : "never";
        MarkedWords.Prefix prefix = scheme switch
        {
            "always" => MarkedWords.Prefix.Always,
            "first" => MarkedWords.Prefix.First,
            "never" => MarkedWords.Prefix.Never,
            _ => throw new NotSupportedException($"the prepend_scheme '{scheme}' is not one of always, first, never"),
        };
        return marker.Length == 1
            ? new MarkedWords(marker[0], prefix, IsTrue(step, "split", otherwise: true))
            : throw new NotSupportedException($"the replacement '{marker}' of Metaspace is not one character");
    }

    private static SplitterSequence ByteLevel(JsonElement step)
    {
        List<WordSplitter> steps = [];
        if (IsTrue(step, "add_prefix_space", otherwise: true))
        {
            steps.Add(new BlankPrefix());
        }

        if (IsTrue(step, "use_regex", otherwise: true))
        {
            steps.Add(new PatternWords(Expression(PatternWords.Gpt2), PatternWords.Behavior.Isolated));
        }

        steps.Add(new ByteCharacters());
        return new SplitterSequence([.. steps]);
    }

    private static PatternWords.Behavior Behavior(JsonElement step, string otherwise)
    {
        string name = step.TryGetProperty("behavior", out JsonElement behavior) ? behavior.RequiredString() : otherwise;
        return Enum.TryParse(name, out PatternWords.Behavior result)
            ? result
            : throw new NotSupportedException($"the behavior '{name}' is not one of {string.Join(", ", Enum.GetNames<PatternWords.Behavior>())}");
    }

    private static Regex Expression(string pattern) => new(pattern, RegexOptions.CultureInvariant, LongestMatch);

    private static bool IsTrue(JsonElement step, string name, bool otherwise) =>
        step.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;
}
