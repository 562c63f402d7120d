using System.IO.Compression;
using System.Text;
using System.Text.Json;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

/// <summary>What another program made of many lines, compared with a tokenizer of ours.</summary>
internal static class GoldenTokens
{
    /// <summary>Reads a golden file: JSON Lines with <c>text</c>, <c>ids</c> and <c>offsets</c> or SentencePiece's <c>pieces</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="around">Number of special tokens at each end; they have no place.</param>
    public static IEnumerable<GoldenLine> Read(string path, int around)
    {
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        int number = 0;
        while (reader.ReadLine() is string line)
        {
            using JsonDocument json = JsonDocument.Parse(line);
            string text = json.RootElement.GetProperty("text").GetString()!;
            int[] ids = [.. json.RootElement.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32())];
            bool hasOffsets = json.RootElement.TryGetProperty("offsets", out JsonElement offsets);
            yield return new GoldenLine(++number, text, ids, hasOffsets ? Places(offsets, around) : Pieces(json.RootElement.GetProperty("pieces"), text)) { WithoutBlanks = !hasOffsets };
        }
    }

    /// <summary>Lines on which the tokenizer differs: <c>12 ids</c>, or <c>12 places</c> where the ids agree.</summary>
    public static SortedDictionary<int, string> Differences(Tokenizer tokenizer, IEnumerable<GoldenLine> lines)
    {
        SortedDictionary<int, string> found = [];
        foreach (GoldenLine line in lines)
        {
            if (Difference(tokenizer, line) is string kind)
            {
                found.Add(line.Number, kind);
            }
        }

        return found;
    }

    private static string? Difference(Tokenizer tokenizer, GoldenLine line)
    {
        if (!tokenizer.Encode(line.Text, int.MaxValue).SequenceEqual(line.Ids))
        {
            return "ids";
        }

        int[] points = CodePoints(line.Text);
        (int Begin, int End)[] ours = [.. tokenizer.Tokenize(line.Text).Select(t => (points[t.Start], points[t.Start + t.Length]))];
        return (line.WithoutBlanks ? ours.Where(p => p.End > p.Begin) : ours).SequenceEqual(line.Places) ? null : "places";
    }

    /// <summary>Places without the blanks that SentencePiece counts to a piece, and without pieces that are blanks alone.</summary>
    private static IEnumerable<(int Begin, int End)> WithoutBlanks(string text, IEnumerable<(int Begin, int End)> places)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        foreach ((int begin, int end) in places)
        {
            int first = begin;
            while (first < end && Rune.IsWhiteSpace(runes[first]))
            {
                first++;
            }

            if (first < end)
            {
                yield return (first, end);
            }
        }
    }

    private static (int Begin, int End)[] Places(JsonElement offsets, int around) =>
        [.. offsets.EnumerateArray().Skip(around).SkipLast(around).Select(o => (o[0].GetInt32(), o[1].GetInt32()))];

    private static (int Begin, int End)[] Pieces(JsonElement pieces, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        int[] points = new int[bytes.Length + 1];
        for (int i = 0; i < bytes.Length; i++)
        {
            points[i + 1] = points[i] + ((bytes[i] & 0xC0) == 0x80 ? 0 : 1);
        }

        return
        [
            .. WithoutBlanks(text, pieces.EnumerateArray().Select(p => (PointAt(p[0].GetInt32()), PointAt(p[1].GetInt32())))),
        ];

        // Bytes that go on with a character have counted its first one already.
        int PointAt(int place) => place < bytes.Length && (bytes[place] & 0xC0) == 0x80 ? points[place] - 1 : points[place];
    }

    private static int[] CodePoints(string text)
    {
        int[] points = new int[text.Length + 1];
        for (int i = 0; i < text.Length; i++)
        {
            points[i + 1] = points[i] + (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 0 : 1);
        }

        return points;
    }
}
