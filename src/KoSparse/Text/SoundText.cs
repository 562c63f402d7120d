namespace KoSparse.Text;

/// <summary>Makes a string valid UTF-16, which Unicode normalisation asks for.</summary>
public static class SoundText
{
    /// <summary>The text with each lone surrogate replaced by U+FFFD; positions stay as they are.</summary>
    public static string Of(string text)
    {
        int i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (i < 0)
        {
            return text;
        }

        char[] sound = text.ToCharArray();
        for (; i < sound.Length; i++)
        {
            if (i + 1 < sound.Length && char.IsSurrogatePair(sound[i], sound[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(sound[i]))
            {
                sound[i] = '\uFFFD';
            }
        }

        return new string(sound);
    }
}
