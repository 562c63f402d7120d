namespace KoSparse.Text.Pieces;

/// <summary>Finds all pieces that begin at a place, in one walk along the text.</summary>
/// <remarks>The children of a node lie side by side, in the order of their characters.</remarks>
internal sealed class PieceTree
{
    /// <summary>Where a walk begins.</summary>
    public const int Root = 0;

    private const int FewChildren = 32;

    private readonly int[] _ofRoot = new int[0x10000];
    private readonly char[] _labels;
    private readonly int[] _firstChild;
    private readonly int[] _endOfChildren;
    private readonly int[] _ids;

    /// <summary>Makes the tree.</summary>
    /// <param name="pieces">Of two that are spelled alike the first counts.</param>
    /// <param name="prefix">Only pieces that begin with it are taken, and stand without it; what it leaves nothing of is left out.</param>
    public PieceTree(IReadOnlyList<(string Text, int Id)> pieces, string prefix = "")
    {
        PieceTreeBranches branches = new();
        List<int> idOf = [-1];
        for (int i = 0; i < pieces.Count; i++)
        {
            (string text, int id) = pieces[i];
            if (text.Length == prefix.Length || !text.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            int node = Root;
            foreach (char c in text.AsSpan(prefix.Length))
            {
                node = branches.GetOrAdd(node, c);
                if (node == idOf.Count)
                {
                    idOf.Add(-1);
                }
            }

            idOf[node] = idOf[node] < 0 ? id : idOf[node];
        }

        (_labels, _ids) = (new char[idOf.Count], new int[idOf.Count]);
        (_firstChild, _endOfChildren) = (new int[idOf.Count], new int[idOf.Count]);
        _ids[Root] = -1;
        ReadOnlySpan<PieceTreeBranch> sorted = branches.Sorted();
        int[] placeOf = new int[idOf.Count];
        for (int i = 0; i < sorted.Length; i++)
        {
            placeOf[sorted[i].Child] = i + 1;
        }

        for (int i = 0; i < sorted.Length; i++)
        {
            (int parent, int place) = (placeOf[sorted[i].Parent], i + 1);
            (_labels[place], _ids[place]) = (sorted[i].Label, idOf[sorted[i].Child]);
            _firstChild[parent] = _endOfChildren[parent] == 0 ? place : _firstChild[parent];
            _endOfChildren[parent] = place + 1;
        }

        for (int child = _firstChild[Root]; child < _endOfChildren[Root]; child++)
        {
            _ofRoot[_labels[child]] = child;
        }
    }

    /// <summary>Goes one character on.</summary>
    /// <returns>False when no piece goes on like that.</returns>
    public bool TryStep(ref int node, char c)
    {
        if (node == Root)
        {
            node = _ofRoot[c];
            return node != Root;
        }

        int start = _firstChild[node];
        ReadOnlySpan<char> children = _labels.AsSpan(start, _endOfChildren[node] - start);
        int found = children.Length <= FewChildren ? children.IndexOf(c) : children.BinarySearch(c);
        node = start + found;
        return found >= 0;
    }

    /// <summary>The piece that ends here; negative when none does.</summary>
    public int IdAt(int node) => _ids[node];
}
