namespace KoSparse.Text.Pieces;

/// <summary>Finds all pieces that begin at a place, in one walk along the text.</summary>
internal sealed class PieceTree
{
    /// <summary>Where a walk begins.</summary>
    public const int Root = 0;

    private readonly Dictionary<long, int> _next = [];
    private readonly List<int> _ids = [-1];

    /// <summary>Adds a piece; of two that are spelled alike the first counts.</summary>
    public void Add(string piece, int id)
    {
        int node = Root;
        foreach (char c in piece)
        {
            if (!_next.TryGetValue(Edge(node, c), out int next))
            {
                next = _ids.Count;
                _ids.Add(-1);
                _next.Add(Edge(node, c), next);
            }

            node = next;
        }

        if (_ids[node] < 0)
        {
            _ids[node] = id;
        }
    }

    /// <summary>Goes one character on.</summary>
    /// <returns>False when no piece goes on like that.</returns>
    public bool TryStep(ref int node, char c) => _next.TryGetValue(Edge(node, c), out node);

    /// <summary>The piece that ends here; negative when none does.</summary>
    public int IdAt(int node) => _ids[node];

    private static long Edge(int node, char c) => ((long)node << 16) | c;
}
