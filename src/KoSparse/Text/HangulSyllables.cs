namespace KoSparse.Text;

/// <summary>What a precomposed Hangul syllable tells of itself (The Unicode Standard, section 3.12).</summary>
public static class HangulSyllables
{
    private const char First = '가';
    private const char Last = '힣';

    /// <summary>Final consonants for each vowel, the first of them none.</summary>
    private const int Finals = 28;

    extension(char c)
    {
        /// <summary>Whether the character is a syllable, 가 to 힣.</summary>
        public bool IsHangulSyllable => c is >= First and <= Last;

        /// <summary>Number of the syllable's final consonant: 0 for none, 8 for ㄹ, at most 27; of a syllable alone.</summary>
        public int FinalConsonant => (c - First) % Finals;
    }
}
