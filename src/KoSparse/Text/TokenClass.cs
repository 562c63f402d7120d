namespace KoSparse.Text;

/// <summary>The language of a token, as far as its characters tell.</summary>
public enum TokenClass
{
    /// <summary>Hangul: syllables and Jamo; more Hangul than letters of other scripts.</summary>
    Korean,

    /// <summary>Latin, Kana, Han, Cyrillic and every other script; more of them than Hangul.</summary>
    Foreign,

    /// <summary>As many Hangul as other letters, such as <c>A형</c>.</summary>
    Mixed,

    /// <summary>No letters, but a digit.</summary>
    Number,

    /// <summary>Punctuation and signs such as <c>₩</c> or <c>+</c>; the bare marker of a word's start, too.</summary>
    Punctuation,

    /// <summary>A token with a role instead of a meaning.</summary>
    Special,

    /// <summary>Anything else: emoji, control characters.</summary>
    Other,
}
