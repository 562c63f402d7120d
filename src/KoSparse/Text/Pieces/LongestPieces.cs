namespace KoSparse.Text.Pieces;

/// <summary>WordPiece: a word is spelled with the longest pieces that the vocabulary has, left to right.</summary>
/// <remarks>
/// Schuster and Nakajima, "Japanese and Korean Voice Search" (2012).
/// Microsoft.ML.Tokenizers has a WordPiece too, but it places tokens in the normalised text and allocates for every word.
/// </remarks>
internal sealed class LongestPieces : Speller
{
    private readonly PieceTree _initial;
    private readonly PieceTree _continuing;
    private readonly int _unknown;
    private readonly int _maxWordLength;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="pieces">Pieces that words are spelled with: those of the model, without tokens that were added to it.</param>
    /// <param name="continuingPrefix">Marker of pieces that go on with a word.</param>
    /// <param name="unknown">Id for a word that cannot be spelled.</param>
    /// <param name="maxWordLength">A word of more code points is unknown.</param>
    public LongestPieces(IReadOnlyList<(string Text, int Id)> pieces, string continuingPrefix, int unknown, int maxWordLength)
    {
        _initial = new PieceTree(pieces);
        _continuing = new PieceTree(pieces, continuingPrefix);
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

    private static int LongestPiece(ReadOnlySpan<char> rest, PieceTree pieces, out int id)
    {
        (id, int longest) = (0, 0);
        int node = PieceTree.Root;
        for (int at = 0; at < rest.Length && pieces.TryStep(ref node, rest[at]); at++)
        {
            if (pieces.IdAt(node) is >= 0 and var ended)
            {
                (id, longest) = (ended, at + 1);
            }
        }

        return longest;
    }
}
