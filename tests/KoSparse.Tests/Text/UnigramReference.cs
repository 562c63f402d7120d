namespace KoSparse.Tests.Text;

/// <summary>The Unigram model by its definition: every spelling of a text is tried.</summary>
internal static class UnigramReference
{
    /// <summary>SentencePiece's penalty: an unknown character scores this below the lowest piece.</summary>
    private const float UnknownPenalty = 10;

    /// <summary>Pieces of the best spelling; unknown characters in a row are one <c>&lt;unk&gt;</c>.</summary>
    /// <param name="text">With <c>▁</c> for blanks.</param>
    /// <param name="scores">By piece.</param>
    public static IReadOnlyList<string> Best(string text, IReadOnlyDictionary<string, float> scores)
    {
        float unknown = scores.Values.Min() - UnknownPenalty;
        List<string> pieces = [];
        foreach (string piece in Spellings(text, scores, unknown).MaxBy(s => s.Score).Pieces)
        {
            if (piece != "<unk>" || pieces.Count == 0 || pieces[^1] != "<unk>")
            {
                pieces.Add(piece);
            }
        }

        return pieces;
    }

    private static IEnumerable<(string[] Pieces, double Score)> Spellings(string text, IReadOnlyDictionary<string, float> scores, float unknown)
    {
        if (text.Length == 0)
        {
            return [([], 0)];
        }

        return Enumerable.Range(1, text.Length)
            .Where(length => length == 1 || scores.ContainsKey(text[..length]))
            .SelectMany(length => Spellings(text[length..], scores, unknown).Select(rest =>
                scores.TryGetValue(text[..length], out float score)
                    ? ((string[])[text[..length], .. rest.Pieces], score + rest.Score)
                    : ((string[])["<unk>", .. rest.Pieces], unknown + rest.Score)));
    }
}
