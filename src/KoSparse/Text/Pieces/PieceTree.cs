namespace KoSparse.Text.Pieces;

/// <summary>Finds all pieces that begin at a place, in one walk along the text.</summary>
/// <remarks>Nodes are numbered by depth, so that the children of a node lie side by side, in the order of their characters.</remarks>
internal sealed class PieceTree
{
    /// <summary>Where a walk begins.</summary>
    public const int Root = 0;

    private const int FewChildren = 32;

    private readonly int[] _ofRoot = new int[0x10000];
    private readonly char[] _labels;
    private readonly int[] _firstChild;
    private readonly int[] _ids;

    /// <summary>Makes the tree.</summary>
    /// <param name="pieces">None is empty; of two that are spelled alike the first counts.</param>
    public PieceTree(IEnumerable<(string Text, int Id)> pieces)
    {
        (string Text, int Id)[] sorted = [.. pieces.OrderBy(p => p.Text, StringComparer.Ordinal)];
        (List<char> labels, List<int> firstChild, List<int> ids) = (['\0'], [], [-1]);
        Queue<(int From, int To, int Depth)> nodes = new([(0, sorted.Length, 0)]);
        while (nodes.TryDequeue(out (int From, int To, int Depth) node))
        {
            firstChild.Add(ids.Count);
            for (int from = node.From, to; from < node.To; from = to)
            {
                char next = sorted[from].Text[node.Depth];
                to = from + 1;
                while (to < node.To && sorted[to].Text[node.Depth] == next)
                {
                    to++;
                }

                int ended = from;
                while (ended < to && sorted[ended].Text.Length == node.Depth + 1)
                {
                    ended++;
                }

                labels.Add(next);
                ids.Add(ended > from ? sorted[from].Id : -1);
                nodes.Enqueue((ended, to, node.Depth + 1));
            }
        }

        firstChild.Add(ids.Count);
        (_labels, _firstChild, _ids) = ([.. labels], [.. firstChild], [.. ids]);
        for (int child = _firstChild[Root]; child < _firstChild[Root + 1]; child++)
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
        ReadOnlySpan<char> children = _labels.AsSpan(start, _firstChild[node + 1] - start);
        int found = children.Length <= FewChildren ? children.IndexOf(c) : children.BinarySearch(c);
        node = start + found;
        return found >= 0;
    }

    /// <summary>The piece that ends here; negative when none does.</summary>
    public int IdAt(int node) => _ids[node];
}
