namespace KoSparse.Fuzz.Running;

/// <summary>Damages bytes as disks, networks and people who mean harm do.</summary>
internal static class Mutation
{
    private const int MostChanges = 4;

    /// <summary>What readers stumble over: numbers at the ends of their ranges, what is no number, paths, escapes.</summary>
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "null", "NaN", "-1", "0", "1e309", "99999999999999999999", "2147483647", "-2147483648", "\"\"", "[]", "{}", "../../x", "\\ud800", "\0", "\n", ",", "\"", "\uFEFF",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0, 0, 0x80], [0, 0, 0xC0, 0x7F], [0xED, 0xA0, 0x80],
    ];

    /// <summary>The bytes with one to four changes.</summary>
    public static byte[] Of(byte[] bytes, Random random)
    {
        List<byte> changed = [.. bytes];
        for (int i = random.Next(MostChanges) + 1; i > 0; i--)
        {
            Change(changed, random);
        }

        return [.. changed];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        int place = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(1, 1 << random.Next(1, 8)), bytes.Count - place);
        byte[] word = Words[random.Next(Words.Length)];
        switch (random.Next(7))
        {
            case 0 when place < bytes.Count:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when place < bytes.Count:
                bytes[place] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(place, length);
                break;
            case 3:
                bytes.InsertRange(place, bytes.GetRange(place, length));
                break;
            case 4:
                bytes.InsertRange(place, word);
                break;
            case 5:
                Replace(bytes, place, word);
                break;
            default:
                bytes.RemoveRange(place, random.Next(4) == 0 ? bytes.Count - place : 0);
                break;
        }
    }

    /// <summary>Puts a word in the place of a number or a name, or over as many bytes.</summary>
    private static void Replace(List<byte> bytes, int place, byte[] word)
    {
        int start = place, end = place;
        while (start > 0 && IsOfWord(bytes[start - 1]))
        {
            start--;
        }

        while (end < bytes.Count && IsOfWord(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(start, Math.Max(end - start, 0));
        bytes.InsertRange(start, word);
    }

    private static bool IsOfWord(byte one) => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'.' or (byte)'-' or (byte)'_';
}
