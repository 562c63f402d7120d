namespace KoSparse.Search.Segments;

/// <summary>The ids of a segment that is being made, and the newest document of each: some forty bytes a document, no objects.</summary>
internal sealed class IdTable
{
    private readonly List<int> _ends = [];
    private byte[] _bytes = new byte[1024];
    private int[] _slots = new int[64]; // the newest document of an id, counted from 1; at most half are taken

    /// <summary>Number of documents.</summary>
    public int Count => _ends.Count;

    /// <summary>Bytes in memory, with those that <see cref="IdOrder"/> will take.</summary>
    public long MemoryBytes => _bytes.Length + (16L * Count) + (4L * _slots.Length);

    /// <summary>The id of a document.</summary>
    public ReadOnlySpan<byte> this[int document] => _bytes.AsSpan((document == 0 ? 0 : _ends[document - 1])..(_ends[document]));

    /// <summary>Adds the id of the next document.</summary>
    public void Add(ReadOnlySpan<byte> id)
    {
        int start = Count == 0 ? 0 : _ends[^1];
        int end = checked(start + id.Length);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _bytes.Length)));
        }

        id.CopyTo(_bytes.AsSpan(start));
        if (2 * (Count + 1) > _slots.Length)
        {
            Rehash(2 * _slots.Length);
        }

        int slot = Slot(id);
        _ends.Add(end);
        _slots[slot] = Count;
    }

    /// <summary>The newest document with an id, -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> id) => _slots[Slot(id)] - 1;

    /// <summary>Where an id is, or would be.</summary>
    private int Slot(ReadOnlySpan<byte> id)
    {
        HashCode hash = default;
        hash.AddBytes(id);
        for (int slot = hash.ToHashCode() & (_slots.Length - 1); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (_slots[slot] == 0 || this[_slots[slot] - 1].SequenceEqual(id))
            {
                return slot;
            }
        }
    }

    private void Rehash(int length)
    {
        _slots = new int[length];
        for (int document = 0; document < Count; document++)
        {
            _slots[Slot(this[document])] = document + 1; // ascending: the newest of an id is the last
        }
    }
}
