namespace KoSparse.Text.Normalization;

/// <summary>What the SentencePiece library does to a text: a <see cref="CharacterMap"/>, one blank for several, and markers for blanks.</summary>
/// <param name="map">Which characters become which others; null when they stay.</param>
/// <param name="kept">User-defined pieces: they stay as they are.</param>
/// <param name="dummyPrefix">Whether a text begins with a marker.</param>
/// <param name="removeExtraBlanks">Whether blanks at the ends go, and several become one.</param>
internal sealed class SentencePieceRules(CharacterMap? map, IReadOnlyList<string> kept, bool dummyPrefix, bool removeExtraBlanks) : TextNormalizer
{
    /// <summary>Stands for a blank.</summary>
    public const char Marker = '▁';

    private readonly ILookup<char, string> _kept = kept.OrderByDescending(k => k.Length).ToLookup(k => k[0]);

    /// <summary>Characters that stand for themselves whatever comes after: most of them.</summary>
    private readonly bool[] _isPlain =
    [
        .. Enumerable.Range(0, 0x10000).Select(c => (char)c)
            .Select(c => c != ' ' && !char.IsSurrogate(c) && map?.MayBegin(c) != true && !kept.Any(k => k[0] == c)),
    ];

    /// <inheritdoc/>
    /// <remarks>A marker has no length in the text, so that a word's place is its letters; it stands where the blanks end.</remarks>
    public override AlignedText Apply(AlignedText text)
    {
        string characters = text.Characters;
        AlignedTextBuilder result = new(characters.Length + 1);
        int at = 0;
        int length;
        while (removeExtraBlanks && at < characters.Length && Next(characters, at, out length) is " ")
        {
            at += length;
        }

        if (at == characters.Length)
        {
            return result.Build();
        }

        if (dummyPrefix)
        {
            result.Append(Marker, new Origin(text[at].Start, text[at].Start));
        }

        bool afterBlank = removeExtraBlanks;
        for (; at < characters.Length; at += length)
        {
            if (_isPlain[characters[at]])
            {
                result.Append(characters[at], text[at]);
                (length, afterBlank) = (1, false);
                continue;
            }

            ReadOnlySpan<char> next = Next(characters, at, out length);
            Append(next, text.Place(at, length), afterBlank, result);
            afterBlank = removeExtraBlanks && (next.IsEmpty ? afterBlank : next[^1] == ' ');
        }

        if (removeExtraBlanks)
        {
            result.TrimEnd(Marker);
        }

        return result.Build();
    }

    private static void Append(ReadOnlySpan<char> next, Origin origin, bool afterBlank, AlignedTextBuilder result)
    {
        while (afterBlank && !next.IsEmpty && next[0] == ' ')
        {
            next = next[1..];
            if (next.IsEmpty && result.Length > 0)
            {
                result.Last = new Origin(origin.End, origin.End);
            }
        }

        bool isBlank = next is " ";
        foreach (char c in next)
        {
            int place = isBlank ? origin.End : origin.Start;
            result.Append(c == ' ' ? Marker : c, c == ' ' ? new Origin(place, place) : origin);
        }
    }

    /// <summary>What the text becomes at a place, and how much of it.</summary>
    private ReadOnlySpan<char> Next(string text, int at, out int length)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        foreach (string piece in _kept[rest[0]])
        {
            if (rest.StartsWith(piece, StringComparison.Ordinal))
            {
                length = piece.Length;
                return rest[..length];
            }
        }

        if (map is not null && map.TryMatch(rest, longest: true, out length, out string other))
        {
            return other;
        }

        length = char.IsHighSurrogate(rest[0]) ? 2 : 1;
        return rest[..length];
    }
}
