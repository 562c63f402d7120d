using System.Globalization;
using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Unicode's own normal forms: NFC, NFD, NFKC, NFKD.</summary>
/// <remarks>
/// The platform says what a text becomes, not which character became what. Both sides are decomposed and matched: equal characters keep their order
/// when marks are sorted, so the n-th of a kind on the one side is the n-th on the other.
/// A composed character stands for all of its parts.
/// </remarks>
internal sealed class UnicodeForm(NormalizationForm form) : TextNormalizer
{
    /// <summary>
    /// Marks in a row that are sorted together. No writing has more than 30 (Unicode Standard Annex 15, section 13, Stream-Safe Text Format);
    /// sorting takes the square of their number, and a hostile text has hundreds of thousands.
    /// </summary>
    private const int MostMarks = 1000;

    private readonly NormalizationForm _decomposed =
        form is NormalizationForm.FormKC or NormalizationForm.FormKD ? NormalizationForm.FormKD : NormalizationForm.FormD;

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        string characters = text.Characters;
        if (!HasManyMarks(characters) && NormalForms.IsNormalized(characters, form))
        {
            return text;
        }

        AlignedTextBuilder result = new(characters.Length);
        for (int start = 0, end; start < characters.Length; start = end)
        {
            end = EndOf(characters, start);

            string part = characters[start..end];
            if (NormalForms.IsNormalized(part, form))
            {
                result.Append(text, start, end);
            }
            else
            {
                Rewrite(text.Slice(start, end), result);
            }
        }

        return result.Build();
    }

    /// <summary>Whether looking at the whole text at once would take long, too.</summary>
    private static bool HasManyMarks(string characters)
    {
        int marks = 0;
        for (int i = 0; i < characters.Length && marks < MostMarks; i++)
        {
            marks = !StandsAlone(characters[i]) && IsMark(characters, i) ? marks + 1 : 0;
        }

        return marks == MostMarks;
    }

    private static bool IsMark(string characters, int place) =>
        CharUnicodeInfo.GetUnicodeCategory(characters, place) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>Where the part that begins at a place ends: before a character that stands alone, or within more marks than any writing has.</summary>
    private static int EndOf(string characters, int start)
    {
        int end = start + 1;
        for (int marks = 0; end < characters.Length && !StandsAlone(characters[end]) && marks < MostMarks; end++)
        {
            marks = IsMark(characters, end) ? marks + 1 : 0;
        }

        return end < characters.Length && char.IsLowSurrogate(characters[end]) && char.IsHighSurrogate(characters[end - 1]) ? end + 1 : end;
    }

    /// <summary>Whether a character never joins the one before it: what comes after can be normalised apart.</summary>
    private static bool StandsAlone(char c) => c is < '\u0300' or >= '가' and <= '힣' or >= '\u4E00' and <= '\u9FFF' or >= '\u2000' and <= '\u200A';

    private void Rewrite(AlignedText part, AlignedTextBuilder result)
    {
        Dictionary<int, int> first = [];
        List<(Origin Origin, int Next)> places = Places(part, first);
        foreach (Rune rune in NormalForms.Normalize(part.Characters, form).EnumerateRunes())
        {
            int start = int.MaxValue;
            int end = 0;
            foreach (Rune piece in NormalForms.Normalize(rune.ToString(), _decomposed).EnumerateRunes())
            {
                (Origin origin, first[piece.Value]) = places[first[piece.Value]];
                start = Math.Min(start, origin.Start);
                end = Math.Max(end, origin.End);
            }

            result.Append(rune.ToString(), new Origin(start, end));
        }
    }

    /// <summary>Where each part of a decomposed text came from, chained by character, and the first of each.</summary>
    private List<(Origin Origin, int Next)> Places(AlignedText part, Dictionary<int, int> first)
    {
        List<(Origin Origin, int Next)> places = [];
        Dictionary<int, int> last = [];
        for (int i = 0, length; i < part.Characters.Length; i += length)
        {
            length = char.IsHighSurrogate(part.Characters[i]) ? 2 : 1;
            foreach (Rune piece in NormalForms.Normalize(part.Characters.Substring(i, length), _decomposed).EnumerateRunes())
            {
                if (last.TryGetValue(piece.Value, out int before))
                {
                    places[before] = places[before] with { Next = places.Count };
                }

                first.TryAdd(piece.Value, places.Count);
                last[piece.Value] = places.Count;
                places.Add((part.Place(i, length), -1));
            }
        }

        return places;
    }
}
