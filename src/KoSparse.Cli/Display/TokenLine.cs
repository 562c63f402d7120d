using System.Globalization;
using System.Text;
using KoSparse.Text;

namespace KoSparse.Cli.Display;

/// <summary>The tokens of one text as a line.</summary>
internal static class TokenLine
{
    /// <summary><c>{"ids":[…],"offsets":[[begin,end],…]}</c>, in code points of the text; special tokens around it stand at 0.</summary>
    public static string Json(Tokenizer tokenizer, string text)
    {
        List<(int Id, int Begin, int End)> tokens = Tokens(tokenizer, text);
        StringBuilder line = new("{\"ids\":[", 32 + (tokens.Count * 16));
        line.AppendJoin(',', tokens.Select(t => t.Id)).Append("],\"offsets\":[");
        line.AppendJoin(',', tokens.Select(t => string.Create(CultureInfo.InvariantCulture, $"[{t.Begin},{t.End}]"))).Append("]}");
        return line.ToString();
    }

    /// <summary>The pieces as a reader knows them, each with its place unless it has none.</summary>
    public static string Pieces(Tokenizer tokenizer, string text) => string.Join(' ', Tokens(tokenizer, text).Select(t =>
        $"{Piece(tokenizer, t.Id)}{(t.End > t.Begin ? string.Create(CultureInfo.InvariantCulture, $"[{t.Begin},{t.End}]") : "")}"));

    /// <summary>A token as a reader knows it: its marker and its letters.</summary>
    public static string Piece(Tokenizer tokenizer, int id)
    {
        string spelling = tokenizer.Vocabulary[id];
        string marker = spelling.StartsWith(tokenizer.Marker, StringComparison.Ordinal) ? tokenizer.Marker : "";
        return ForeignText.Shown(marker + tokenizer.LettersOf(id));
    }

    private static List<(int Id, int Begin, int End)> Tokens(Tokenizer tokenizer, string text)
    {
        int[]? points = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? CodePoints(text) : null;
        int At(int place) => points?[place] ?? place;
        return
        [
            .. tokenizer.Opening.Select(id => (id, 0, 0)),
            .. tokenizer.Tokenize(text).Select(t => (t.Id, At(t.Start), At(t.Start + t.Length))),
            .. tokenizer.Closing.Select(id => (id, 0, 0)),
        ];
    }

    /// <summary>Number of code points before each UTF-16 position.</summary>
    private static int[] CodePoints(string text)
    {
        int[] points = new int[text.Length + 1];
        for (int i = 0; i < text.Length; i++)
        {
            bool goesOn = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            points[i + 1] = points[i] + (goesOn ? 0 : 1);
        }

        return points;
    }
}
