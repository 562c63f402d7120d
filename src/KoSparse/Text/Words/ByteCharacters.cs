using System.Text;
using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>Writes every byte of a text's UTF-8 as one visible character, as byte-level vocabularies spell their pieces (GPT-2).</summary>
internal sealed class ByteCharacters : WordSplitter
{
    private const int Bytes = 256;

    /// <summary>The character of each byte: printable Latin-1 as it is, the others from U+0100 in order.</summary>
    public static readonly char[] OfByte = Table();

    /// <summary>The character of a blank.</summary>
    public static char Blank => OfByte[' '];

    /// <summary>A string as a byte-level vocabulary spells it.</summary>
    public static string Of(string text) => string.Create(System.Text.Encoding.UTF8.GetByteCount(text), text, static (spelling, text) =>
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < bytes.Length; i++)
        {
            spelling[i] = OfByte[bytes[i]];
        }
    });

    /// <summary>The string that a byte-level vocabulary spells; U+FFFD for bytes that are a part of a character.</summary>
    public static string Read(string spelling)
    {
        byte[] bytes = new byte[spelling.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            int b = Array.IndexOf(OfByte, spelling[i]);
            if (b < 0)
            {
                return spelling; // not spelled so: an added token
            }

            bytes[i] = (byte)b;
        }

        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    /// <inheritdoc/>
    public override AlignedText Split(AlignedText text, List<WordRange> words)
    {
        AlignedTextBuilder result = new(text.Characters.Length * 3);
        Span<byte> utf8 = stackalloc byte[4];
        for (int w = 0; w < words.Count; w++)
        {
            int start = result.Length;
            for (int i = words[w].Start, length; i < words[w].End; i += length)
            {
                Rune.DecodeFromUtf16(text.Characters.AsSpan(i), out Rune rune, out length);
                Origin origin = text.Place(i, length);
                int count = rune.EncodeToUtf8(utf8);
                for (int b = 0; b < count; b++)
                {
                    result.Append(OfByte[utf8[b]], origin);
                }
            }

            words[w] = new WordRange(start, result.Length);
        }

        return result.Build();
    }

    private static char[] Table()
    {
        char[] table = new char[Bytes];
        char next = (char)Bytes;
        for (int b = 0; b < Bytes; b++)
        {
            table[b] = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)b : next++;
        }

        return table;
    }
}
