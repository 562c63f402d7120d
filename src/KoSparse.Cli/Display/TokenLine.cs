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
        IReadOnlyList<PlacedToken> tokens = PlacedToken.Of(tokenizer, text);
        StringBuilder line = new("{\"ids\":[", 32 + (tokens.Count * 16));
        line.AppendJoin(',', tokens.Select(t => t.Id)).Append("],\"offsets\":[");
        line.AppendJoin(',', tokens.Select(t => string.Create(CultureInfo.InvariantCulture, $"[{t.Begin},{t.End}]"))).Append("]}");
        return line.ToString();
    }

    /// <summary>The pieces as a reader knows them, each with its place unless it has none.</summary>
    public static string Pieces(Tokenizer tokenizer, string text) => string.Join(' ', PlacedToken.Of(tokenizer, text).Select(t =>
        $"{Piece(tokenizer, t.Id)}{(t.End > t.Begin ? string.Create(CultureInfo.InvariantCulture, $"[{t.Begin},{t.End}]") : "")}"));

    /// <summary>A token as a reader knows it: its marker and its letters.</summary>
    public static string Piece(Tokenizer tokenizer, int id)
    {
        string spelling = tokenizer.Vocabulary[id];
        string marker = spelling.StartsWith(tokenizer.Marker, StringComparison.Ordinal) ? tokenizer.Marker : "";
        return ForeignText.Shown(marker + tokenizer.LettersOf(id));
    }
}
