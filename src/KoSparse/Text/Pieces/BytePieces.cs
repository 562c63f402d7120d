using System.Globalization;
using System.Text;

namespace KoSparse.Text.Pieces;

/// <summary>Spells what a vocabulary lacks with pieces for bytes, such as <c>&lt;0xEA&gt;</c>.</summary>
internal static class BytePieces
{
    private const int Bytes = 256;

    /// <summary>The ids of the pieces for all bytes.</summary>
    /// <returns>Null when one is missing.</returns>
    public static int[]? Find(IReadOnlyDictionary<string, int> ids)
    {
        int[] bytes = new int[Bytes];
        for (int b = 0; b < Bytes; b++)
        {
            if (!ids.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>"), out bytes[b]))
            {
                return null;
            }
        }

        return bytes;
    }

    /// <summary>Appends the bytes of some characters, each with the place of its character.</summary>
    public static void Spell(ReadOnlySpan<char> characters, int offset, int[] bytes, List<Piece> pieces)
    {
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0, length; i < characters.Length; i += length)
        {
            Rune.DecodeFromUtf16(characters[i..], out Rune rune, out length);
            int count = rune.EncodeToUtf8(utf8);
            for (int b = 0; b < count; b++)
            {
                pieces.Add(new Piece(bytes[utf8[b]], offset + i, length));
            }
        }
    }

    /// <summary>Replaces unknown pieces by those of their bytes.</summary>
    public static void Replace(ReadOnlySpan<char> word, int unknown, int[] bytes, List<Piece> pieces, int from)
    {
        Piece[] before = [.. pieces.Skip(from)];
        pieces.RemoveRange(from, pieces.Count - from);
        foreach (Piece piece in before)
        {
            if (piece.Id == unknown)
            {
                Spell(word.Slice(piece.Start, piece.Length), piece.Start, bytes, pieces);
            }
            else
            {
                pieces.Add(piece);
            }
        }
    }
}
