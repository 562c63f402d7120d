namespace KoSparse.Text.Pieces;

/// <summary>From one node of a <see cref="PieceTree"/> to the next.</summary>
/// <param name="Packed">Parent, label and child from the highest bits to the lowest, so that the order of numbers is that of parents and their labels.</param>
internal readonly record struct PieceTreeBranch(ulong Packed)
{
    private const int NodeBits = 24;
    private const int LabelBits = 16;

    /// <summary>More nodes than any vocabulary has.</summary>
    public const int MostNodes = 1 << NodeBits;

    /// <summary>Makes a branch.</summary>
    public PieceTreeBranch(int parent, char label, int child)
        : this(KeyOf(parent, label) << NodeBits | (uint)child)
    {
    }

    /// <summary>The node that it leaves.</summary>
    public int Parent => (int)(Packed >> (NodeBits + LabelBits));

    /// <summary>The character that it stands for.</summary>
    public char Label => (char)(Packed >> NodeBits);

    /// <summary>The node that it leads to; never the root.</summary>
    public int Child => (int)(Packed & (MostNodes - 1));

    /// <summary>What tells it from other branches.</summary>
    public ulong Key => Packed >> NodeBits;

    /// <summary>The key of a branch.</summary>
    public static ulong KeyOf(int parent, char label) => (ulong)parent << LabelBits | label;
}
