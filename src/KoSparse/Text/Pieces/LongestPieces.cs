namespace KoSparse.Text.Pieces;

/// <summary>WordPiece: a word is spelled with the longest pieces that the vocabulary has, left to right.</summary>
/// <remarks>
/// Schuster and Nakajima, "Japanese and Korean Voice Search" (2012).
/// Microsoft.ML.Tokenizers has a WordPiece too, but it places tokens in the normalised text and allocates for every word.
/// </remarks>
internal sealed class LongestPieces : Speller
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _initial;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _continuing;
    private readonly int _longest;
    private readonly int _unknown;
    private readonly int _maxWordLength;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="pieces">Pieces that words are spelled with: those of the model, without tokens that were added to it.</param>
    /// <param name="continuingPrefix">Marker of pieces that go on with a word.</param>
    /// <param name="unknown">Id for a word that cannot be spelled.</param>
    /// <param name="maxWordLength">A word of more code points is unknown.</param>
    public LongestPieces(IReadOnlyList<(string Text, int Id)> pieces, string continuingPrefix, int unknown, int maxWordLength)
    {
        Dictionary<string, int> initial = new(StringComparer.Ordinal);
        Dictionary<string, int> continuing = new(StringComparer.Ordinal);
        foreach ((string token, int id) in pieces)
        {
            _longest = Math.Max(_longest, token.Length);
            initial.TryAdd(token, id);
            if (token.StartsWith(continuingPrefix, StringComparison.Ordinal))
            {
                continuing.TryAdd(token[continuingPrefix.Length..], id);
            }
        }

        _initial = initial.GetAlternateLookup<ReadOnlySpan<char>>();
        _continuing = continuing.GetAlternateLookup<ReadOnlySpan<char>>();
        _unknown = unknown;
        _maxWordLength = maxWordLength;
    }

    /// <inheritdoc/>
    public override void Spell(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        int before = pieces.Count;
        bool tooLong = word.Length > _maxWordLength && CodePoints(word) > _maxWordLength;
        for (int at = 0; at < word.Length;)
        {
            int id = 0;
            int length = tooLong ? 0 : LongestPiece(word[at..], at == 0 ? _initial : _continuing, out id);
            if (length == 0)
            {
                pieces.RemoveRange(before, pieces.Count - before);
                pieces.Add(new Piece(_unknown, 0, word.Length));
                return;
            }

            pieces.Add(new Piece(id, at, length));
            at += length;
        }
    }

    private static int CodePoints(ReadOnlySpan<char> word)
    {
        int count = word.Length;
        foreach (char c in word)
        {
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return count;
    }

    private int LongestPiece(
        ReadOnlySpan<char> rest, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> pieces, out int id)
    {
        for (int length = Math.Min(rest.Length, _longest); length > 0; length--)
        {
            if (pieces.TryGetValue(rest[..length], out id))
            {
                return length;
            }
        }

        id = 0;
        return 0;
    }
}
