using System.Buffers;

namespace KoSparse.Text.Pieces;

/// <summary>Unigram: of all ways to spell a text with pieces, the one whose scores have the largest sum.</summary>
/// <remarks>
/// Kudo, "Subword Regularization" (2018), by Viterbi's algorithm. Where two spellings are equally good, as those of many equal digits are, rounding
/// decides: sums are in single precision in the SentencePiece library, in double precision in Hugging Face tokenizers. Microsoft.ML.Tokenizers 2.0.1 has the model too, but neither its ids (control characters) nor its places
/// (it gives those of its normalised text) agree with that library's.
/// </remarks>
internal sealed class LikeliestPieces : Speller
{
    /// <summary>An unknown character scores this below the lowest piece.</summary>
    private const double UnknownPenalty = 10;

    private readonly PieceTree _tree;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly int[]? _bytes;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="pieces">Pieces that a text is spelled with.</param>
    /// <param name="lowest">The lowest score of the vocabulary.</param>
    /// <param name="unknown">Id for what cannot be spelled; in a row it is given once.</param>
    /// <param name="bytes">Ids for the 256 bytes, which spell what is unknown; null when there are none.</param>
    public LikeliestPieces(IReadOnlyList<(string Text, int Id, double Score)> pieces, double lowest, int unknown, int[]? bytes)
    {
        _scores = new double[pieces.Count == 0 ? 1 : pieces.Max(p => p.Id) + 1];
        foreach ((_, int id, double score) in pieces)
        {
            _scores[id] = score;
        }

        _tree = new PieceTree([.. pieces.Select(p => (p.Text, p.Id))]);
        _unknownScore = lowest - UnknownPenalty;
        _unknown = unknown;
        _bytes = bytes;
    }

    /// <summary>Whether sums are in single precision.</summary>
    public bool InSinglePrecision { get; init; }

    /// <summary>The best spelling up to a position.</summary>
    private record struct Best(double Score, int Start, int Id);

    /// <inheritdoc/>
    public override void Spell(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        Best[] rented = ArrayPool<Best>.Shared.Rent(word.Length + 1);
        Span<Best> bestTo = rented.AsSpan(0, word.Length + 1);
        Search(word, bestTo);
        int before = pieces.Count;
        for (int end = word.Length; end > 0;)
        {
            Best last = bestTo[end];
            if (last.Id == _unknown && pieces.Count > before && pieces[^1].Id == _unknown)
            {
                pieces[^1] = new Piece(_unknown, last.Start, pieces[^1].Length + end - last.Start);
            }
            else
            {
                pieces.Add(new Piece(last.Id, last.Start, end - last.Start));
            }

            end = last.Start;
        }

        ArrayPool<Best>.Shared.Return(rented);
        pieces.Reverse(before, pieces.Count - before);
        if (_bytes is not null)
        {
            BytePieces.Replace(word, _unknown, _bytes, pieces, before);
        }
    }

    private void Search(ReadOnlySpan<char> word, Span<Best> bestTo)
    {
        bestTo.Fill(new Best(0, -1, _unknown));
        for (int start = 0, length; start < word.Length; start += length)
        {
            length = char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1;
            double before = bestTo[start].Score;
            bool isKnown = false;
            int node = PieceTree.Root;
            for (int end = start + 1; end <= word.Length && _tree.TryStep(ref node, word[end - 1]); end++)
            {
                if (_tree.IdAt(node) is int id and >= 0)
                {
                    Offer(ref bestTo[end], new Best(Sum(before, _scores[id]), start, id));
                    isKnown |= end - start == length;
                }
            }

            if (!isKnown)
            {
                Offer(ref bestTo[start + length], new Best(Sum(before, _unknownScore), start, _unknown));
            }
        }
    }

    private double Sum(double before, double score) => InSinglePrecision ? (float)(before + score) : before + score;

    private static void Offer(ref Best best, Best candidate)
    {
        if (best.Start < 0 || candidate.Score > best.Score)
        {
            best = candidate;
        }
    }
}
