namespace KoSparse.Text.Normalization;

/// <summary>What a character means to a BERT pre-tokenizer.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Part of a word.</summary>
    Word,

    /// <summary>Between words.</summary>
    Space,

    /// <summary>A word of its own: punctuation, and the ASCII symbols.</summary>
    Punctuation,

    /// <summary>A Han character: a word of its own where the tokenizer splits Chinese.</summary>
    Han,

    /// <summary>Control, format and private characters, and U+FFFD: removed where the tokenizer cleans its text.</summary>
    Control,
}
