using System.Buffers.Binary;

namespace KoSparse.Tests.Text.Normalization;

/// <summary>Writes tables of characters as SentencePiece has them: a double-array trie whose every node has a block of its own.</summary>
internal static class CharacterMapFile
{
    private const int Block = 256;

    /// <summary>The table of some keys.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, string> replacements)
    {
        List<byte> strings = [];
        List<uint> units = [0];
        List<(byte[] Key, int Value)> keys = [];
        foreach ((string key, string replacement) in replacements)
        {
            keys.Add((System.Text.Encoding.UTF8.GetBytes(key), strings.Count));
            strings.AddRange([.. System.Text.Encoding.UTF8.GetBytes(replacement), 0]);
        }

        units.AddRange(new uint[Block - 1]);
        AddNode(keys, depth: 0, place: 0, label: 0);
        byte[] table = new byte[sizeof(uint) + (units.Count * sizeof(uint)) + strings.Count];
        BinaryPrimitives.WriteUInt32LittleEndian(table, (uint)(units.Count * sizeof(uint)));
        for (int i = 0; i < units.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan((i + 1) * sizeof(uint)), units[i]);
        }

        strings.CopyTo(table, (units.Count + 1) * sizeof(uint));
        return table;

        void AddNode(List<(byte[] Key, int Value)> below, int depth, int place, byte label)
        {
            int block = units.Count;
            units.AddRange(new uint[Block]);
            bool isEnd = below.Any(k => k.Key.Length == depth);
            units[place] = ((uint)(place ^ block) << 10) | (isEnd ? 1u << 8 : 0) | label;
            if (isEnd)
            {
                units[block] = (1u << 31) | (uint)below.First(k => k.Key.Length == depth).Value;
            }

            foreach (IGrouping<byte, (byte[] Key, int Value)> next in below.Where(k => k.Key.Length > depth).GroupBy(k => k.Key[depth]))
            {
                AddNode([.. next], depth + 1, block ^ next.Key, next.Key);
            }
        }
    }
}
