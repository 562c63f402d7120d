using System.Runtime.InteropServices;

namespace KoSparse.Text.Pieces;

/// <summary>The branches of a <see cref="PieceTree"/> while it grows, in a table of open addressing: a sort of the pieces by their characters would take three times as long.</summary>
internal sealed class PieceTreeBranches
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15; // Fibonacci hashing (Knuth, volume 3, 6.4)

    private ulong[] _table = new ulong[1 << 16];
    private int _count;

    /// <summary>The node that a branch leads to; a new one has the next number, from 1 on.</summary>
    /// <exception cref="InvalidOperationException">The tree has too many nodes.</exception>
    public int GetOrAdd(int parent, char label)
    {
        if (_count * 2 >= _table.Length)
        {
            Grow();
        }

        ref ulong place = ref Place(PieceTreeBranch.KeyOf(parent, label));
        if (place == 0)
        {
            _count++;
            place = _count < PieceTreeBranch.MostNodes ? new PieceTreeBranch(parent, label, _count).Packed
                : throw new InvalidOperationException($"The pieces have {PieceTreeBranch.MostNodes:N0} different beginnings, more than any vocabulary.");
        }

        return new PieceTreeBranch(place).Child;
    }

    /// <summary>All, by parent and label.</summary>
    public ReadOnlySpan<PieceTreeBranch> Sorted()
    {
        ulong[] branches = new ulong[_count];
        int count = 0;
        foreach (ulong branch in _table)
        {
            if (branch != 0)
            {
                branches[count++] = branch;
            }
        }

        Array.Sort(branches);
        return MemoryMarshal.Cast<ulong, PieceTreeBranch>(branches);
    }

    /// <summary>Where the branch of a key is, or would be: 0 stands for none, as no branch leads to the root.</summary>
    private ref ulong Place(ulong key)
    {
        int mask = _table.Length - 1;
        int at = (int)((key * Multiplier) >> 40) & mask;
        while (_table[at] != 0 && new PieceTreeBranch(_table[at]).Key != key)
        {
            at = (at + 1) & mask;
        }

        return ref _table[at];
    }

    private void Grow()
    {
        ulong[] old = _table;
        _table = new ulong[old.Length * 2];
        foreach (ulong branch in old)
        {
            if (branch != 0)
            {
                Place(new PieceTreeBranch(branch).Key) = branch;
            }
        }
    }
}
