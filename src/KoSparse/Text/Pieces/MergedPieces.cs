namespace KoSparse.Text.Pieces;

/// <summary>Byte pair encoding: a word begins as its characters, and the neighbours that were merged first in training are merged first.</summary>
/// <remarks>
/// Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units" (2016). Candidates wait in a queue, so that a word of any length
/// takes a time of n log n.
/// </remarks>
internal sealed class MergedPieces : Speller
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly IReadOnlyDictionary<(int Left, int Right), Merge> _merges;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="ids">Pieces.</param>
    /// <param name="merges">By pairs of pieces.</param>
    public MergedPieces(Dictionary<string, int> ids, IReadOnlyDictionary<(int Left, int Right), Merge> merges)
    {
        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _merges = merges;
    }

    /// <summary>What a pair of pieces becomes, and which pairs go first.</summary>
    /// <param name="Rank">The lowest goes first.</param>
    /// <param name="Id">The piece of both together.</param>
    public readonly record struct Merge(int Rank, int Id);

    /// <summary>Id for a character that the vocabulary lacks; null when it is left out.</summary>
    public int? Unknown { get; init; }

    /// <summary>Whether unknown characters in a row are one piece.</summary>
    public bool JoinsUnknown { get; init; }

    /// <summary>What a piece begins with that goes on with a word; empty where there is no such mark.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>What a piece ends with that ends a word; empty where there is no such mark.</summary>
    public string EndingSuffix { get; init; } = "";

    /// <summary>Whether a word that is a piece itself is that piece, whatever the merges say.</summary>
    public bool TakesWholeWords { get; init; }

    /// <summary>Ids for the 256 bytes, which spell what is unknown; null when there are none.</summary>
    public int[]? Bytes { get; init; }

    /// <summary>Reads a vocabulary whose merges are its scores: two neighbours that are a piece together are merged, the highest score first.</summary>
    /// <param name="pieces">Pieces that a text is spelled with.</param>
    /// <param name="unknown">Id for what cannot be spelled; in a row it is given once.</param>
    /// <param name="bytes">Ids for the 256 bytes; null when there are none.</param>
    public static MergedPieces ByScores(IReadOnlyList<(string Text, int Id, float Score)> pieces, int unknown, int[]? bytes)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach ((string text, int id, _) in pieces)
        {
            ids.TryAdd(text, id);
        }

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        Dictionary<(int Left, int Right), Merge> merges = [];
        int rank = 0;
        foreach ((string text, int id, _) in pieces.OrderByDescending(p => p.Score))
        {
            for (int cut = 1; cut < text.Length; cut++)
            {
                if (lookup.TryGetValue(text.AsSpan(0, cut), out int left) && lookup.TryGetValue(text.AsSpan(cut), out int right))
                {
                    merges.TryAdd((left, right), new Merge(rank, id));
                }
            }

            rank++;
        }

        return new MergedPieces(ids, merges) { Unknown = unknown, JoinsUnknown = true, Bytes = bytes };
    }

    /// <inheritdoc/>
    public override void Spell(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        if (TakesWholeWords && _ids.TryGetValue(word, out int whole))
        {
            pieces.Add(new Piece(whole, 0, word.Length));
            return;
        }

        List<Piece> symbols = new(word.Length);
        AddCharacters(word, symbols);
        if (symbols.Count > 1)
        {
            MergeAll(symbols);
        }

        foreach (Piece symbol in symbols)
        {
            if (symbol.Length > 0)
            {
                pieces.Add(symbol);
            }
        }
    }

    private void AddCharacters(ReadOnlySpan<char> word, List<Piece> symbols)
    {
        bool afterUnknown = false;
        for (int i = 0, length; i < word.Length; i += length)
        {
            length = char.IsHighSurrogate(word[i]) && i + 1 < word.Length ? 2 : 1;
            if (_ids.TryGetValue(Marked(word, i, length), out int id))
            {
                symbols.Add(new Piece(id, i, length));
                afterUnknown = false;
            }
            else if (Bytes is not null)
            {
                BytePieces.Spell(word.Slice(i, length), i, Bytes, symbols);
            }
            else if (afterUnknown && JoinsUnknown)
            {
                symbols[^1] = symbols[^1] with { Length = i + length - symbols[^1].Start };
            }
            else if (Unknown is int unknown)
            {
                symbols.Add(new Piece(unknown, i, length));
                afterUnknown = true;
            }
        }
    }

    /// <summary>A character as the vocabulary has it at its place in the word.</summary>
    private ReadOnlySpan<char> Marked(ReadOnlySpan<char> word, int start, int length)
    {
        string prefix = start > 0 ? ContinuingPrefix : "";
        string suffix = start + length == word.Length ? EndingSuffix : "";
        ReadOnlySpan<char> character = word.Slice(start, length);
        return prefix.Length + suffix.Length == 0 ? character : string.Concat(prefix, character, suffix);
    }

    /// <summary>Merges neighbours until no pair of them is known; a symbol that went into its left neighbour is left with no length.</summary>
    private void MergeAll(List<Piece> symbols)
    {
        int[] before = new int[symbols.Count];
        int[] after = new int[symbols.Count];
        PriorityQueue<(int Left, int Right, int Id), (int Rank, int Place)> queue = new();
        for (int i = 0; i < symbols.Count; i++)
        {
            (before[i], after[i]) = (i - 1, i + 1 < symbols.Count ? i + 1 : -1);
            Offer(i - 1, i);
        }

        while (queue.TryDequeue(out (int Left, int Right, int Id) pair, out _))
        {
            (Piece left, Piece right) = (symbols[pair.Left], symbols[pair.Right]);
            if (left.Length == 0 || right.Length == 0 || after[pair.Left] != pair.Right
                || !_merges.TryGetValue((left.Id, right.Id), out Merge merge) || merge.Id != pair.Id)
            {
                continue; // one of the two has been merged otherwise
            }

            symbols[pair.Left] = new Piece(pair.Id, left.Start, right.Start + right.Length - left.Start);
            symbols[pair.Right] = right with { Length = 0 };
            after[pair.Left] = after[pair.Right];
            if (after[pair.Left] >= 0)
            {
                before[after[pair.Left]] = pair.Left;
                Offer(pair.Left, after[pair.Left]);
            }

            Offer(before[pair.Left], pair.Left);
        }

        void Offer(int left, int right)
        {
            if (left >= 0 && _merges.TryGetValue((symbols[left].Id, symbols[right].Id), out Merge merge))
            {
                queue.Enqueue((left, right, merge.Id), (merge.Rank, left));
            }
        }
    }
}
