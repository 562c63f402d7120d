using System.Buffers.Binary;
using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>SentencePiece's table of which characters become which others (precompiled_charsmap); immutable.</summary>
/// <remarks>
/// The length of a double-array trie (Darts) in bytes, its units, then the strings that the keys become, each ended by a zero byte.
/// A table that leads outside of itself finds nothing there.
/// </remarks>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _strings;
    private readonly bool[] _begins = new bool[0x10000];

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public CharacterMap(ReadOnlySpan<byte> table)
    {
        uint length = table.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(table) : uint.MaxValue;
        if (length % sizeof(uint) != 0 || length == 0 || length > table.Length - sizeof(uint))
        {
            throw new FormatException("the table of characters (precompiled_charsmap) is damaged");
        }

        ReadOnlySpan<byte> trie = table.Slice(sizeof(uint), (int)length);
        _units = new uint[trie.Length / sizeof(uint)];
        for (int i = 0; i < _units.Length; i++)
        {
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(trie[(i * sizeof(uint))..]);
        }

        _strings = table[(sizeof(uint) + (int)length)..].ToArray();
        for (int c = 0; c < _begins.Length; c++)
        {
            uint node = Offset(_units[0]);
            _begins[c] = char.IsSurrogate((char)c) || TryStep(ref node, new Rune(c), out _);
        }
    }

    /// <summary>Whether a key may begin with a character of the basic plane, or with a surrogate.</summary>
    public bool MayBegin(char c) => _begins[c];

    /// <summary>Finds the key that begins a text.</summary>
    /// <param name="text">Without lone surrogates, not empty.</param>
    /// <param name="longest">The longest key, or the shortest.</param>
    /// <param name="length">Number of UTF-16 units of the key.</param>
    /// <param name="replacement">What it becomes; may be empty.</param>
    public bool TryMatch(ReadOnlySpan<char> text, bool longest, out int length, out string replacement)
    {
        (length, replacement) = (0, "");
        if (!_begins[text[0]])
        {
            return false;
        }

        uint node = Offset(_units[0]);
        int value = -1;
        for (int at = 0, size; at < text.Length; at += size)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out size);
            if (!TryStep(ref node, rune, out int found))
            {
                break;
            }

            if (found >= 0)
            {
                (value, length) = (found, at + size);
                if (!longest)
                {
                    break;
                }
            }
        }

        replacement = value < 0 ? "" : StringAt(value);
        return value >= 0;
    }

    /// <summary>Walks the bytes of one character.</summary>
    private bool TryStep(ref uint node, Rune rune, out int value)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int count = rune.EncodeToUtf8(utf8);
        value = -1;
        foreach (byte b in utf8[..count])
        {
            node ^= b;
            if (node >= _units.Length || (_units[node] & 0x8000_00FF) != b)
            {
                return false;
            }

            uint unit = _units[node];
            node ^= Offset(unit);
            bool isEnd = (unit >> 8 & 1) == 1 && node < _units.Length;
            value = isEnd ? (int)(_units[node] & 0x7FFF_FFFF) : -1;
        }

        return true;
    }

    private string StringAt(int place)
    {
        if (place >= _strings.Length)
        {
            return "";
        }

        ReadOnlySpan<byte> rest = _strings.AsSpan(place);
        int end = rest.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1u << 9)) >> 6);
}
