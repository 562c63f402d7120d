using System.Buffers;

namespace KoSparse.Text;

/// <summary>Finds special tokens that are written out in a text, such as <c>[MASK]</c>; the longest one at each place.</summary>
internal sealed class SpecialTokenScanner
{
    private readonly (string Text, int Id)[] _tokens;
    private readonly SearchValues<string> _search;

    public SpecialTokenScanner(IEnumerable<(string Text, int Id)> tokens)
    {
        _tokens = [.. tokens.OrderByDescending(t => t.Text.Length)];
        _search = SearchValues.Create([.. _tokens.Select(t => t.Text)], StringComparison.Ordinal);
    }

    /// <summary>The next special token at or after a position.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryFind(string text, int from, out Token found)
    {
        found = default;
        int at = text.AsSpan(from).IndexOfAny(_search);
        if (at < 0)
        {
            return false;
        }

        int start = from + at;
        (string content, int id) = _tokens.First(t => string.CompareOrdinal(text, start, t.Text, 0, t.Text.Length) == 0);
        found = new Token(id, start, content.Length);
        return true;
    }
}
