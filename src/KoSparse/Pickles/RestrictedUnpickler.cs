using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KoSparse.Pickles;

/// <summary>Runs the part of Python's pickle machine that state dictionaries need; every other instruction or name is an error.</summary>
/// <remarks>
/// After Python's pickletools (protocols 0 to 5). Values are long, double, bool, string, <see cref="BigInteger"/>, null, tuples
/// (arrays), lists, dictionaries with text keys, and what <see cref="TorchObjects"/> makes. Nothing in the file is trusted:
/// the machine never recurses, and its length and its texts are bounded, so a hostile file costs little memory.
/// </remarks>
internal sealed class RestrictedUnpickler
{
    /// <summary>Bytes of one pickle; the dictionary of a model with thousands of tensors takes less than one MiB.</summary>
    private const int MaxLength = 4 << 20;

    private const int MaxText = 1 << 16;

    private readonly Stream _stream;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    private RestrictedUnpickler(Stream stream) => _stream = stream;

    /// <summary>Reads one pickle; the stream stands behind it afterwards.</summary>
    /// <exception cref="FormatException">It is cut off, too long, or holds anything that is not allowed.</exception>
    public static object? Read(Stream stream) => new RestrictedUnpickler(stream).Run();

    private object? Run()
    {
        while (true)
        {
            int at = _position;
            byte opcode = Byte();
            if (opcode == '.')
            {
                return Pop();
            }

            if (!TryScalar(opcode) && !TryContainer(opcode) && !TryMemo(opcode) && !TryObject(opcode))
            {
                throw new FormatException($"instruction 0x{opcode:X2} at byte {at} is not one that state dictionaries need");
            }
        }
    }

    private bool TryScalar(byte opcode)
    {
        object? value;
        switch (opcode)
        {
            case (byte)'N': value = null; break;
            case 0x88: value = true; break;
            case 0x89: value = false; break;
            case (byte)'K': value = (long)Byte(); break;
            case (byte)'M': value = (long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)); break;
            case (byte)'J': value = (long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)); break;
            case (byte)'G': value = BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)); break;
            case 0x8A: value = Long(Bytes(Byte())); break;
            case (byte)'X': value = Encoding.UTF8.GetString(Bytes(Length())); break;
            case 0x8C: value = Encoding.UTF8.GetString(Bytes(Byte())); break;
            case (byte)'T': value = Encoding.Latin1.GetString(Bytes(Length())); break;
            case (byte)'U': value = Encoding.Latin1.GetString(Bytes(Byte())); break;
            default: return false;
        }

        _stack.Add(value);
        return true;
    }

    private bool TryContainer(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)'}': _stack.Add(new Dictionary<string, object?>(StringComparer.Ordinal)); break;
            case (byte)']': _stack.Add(new List<object?>()); break;
            case (byte)')': _stack.Add(Array.Empty<object?>()); break;
            case (byte)'t': _stack.Add(PopToMark()); break;
            case >= 0x85 and <= 0x87: _stack.Add(PopMany(opcode - 0x84)); break;
            case (byte)'l': _stack.Add(new List<object?>(PopToMark())); break;
            case (byte)'d': _stack.Add(Fill(new Dictionary<string, object?>(StringComparer.Ordinal), PopToMark())); break;
            case (byte)'a': Append(PopMany(1)); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private bool TryMemo(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'q': _memo[Byte()] = Peek(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Peek(); break;
            case 0x94: _memo[_memo.Count] = Peek(); break;
            case (byte)'h': _stack.Add(Recall(Byte())); break;
            case (byte)'j': _stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))); break;
            default: return false;
        }

        return true;
    }

    private bool TryObject(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                _ = Byte() is <= 5 and byte version ? version : throw new FormatException("its pickle protocol is newer than 5");
                break;
            case 0x95: _ = Bytes(8); break; // the length of a frame, a hint for buffers
            case (byte)'c': _stack.Add(TorchObjects.Global(Line(), Line())); break;
            case 0x93:
                object?[] names = PopMany(2);
                _stack.Add(names is [string module, string name] ? TorchObjects.Global(module, name) : throw new FormatException("a name is no text"));
                break;
            case (byte)'R':
                object?[] call = PopMany(2);
                _stack.Add(TorchObjects.Reduce(call[0], call[1]));
                break;
            case (byte)'Q': _stack.Add(TorchObjects.Persistent(Pop())); break;
            case (byte)'b': Build(); break;
            default: return false;
        }

        return true;
    }

    /// <summary>Attributes of a state dictionary (<c>_metadata</c>) are dropped; nothing else has any.</summary>
    private void Build()
    {
        object?[] parts = PopMany(2);
        _stack.Add(parts is [Dictionary<string, object?> dictionary, Dictionary<string, object?>]
            ? dictionary
            : throw new FormatException("it sets attributes of something that is no dictionary"));
    }

    private void Append(object?[] values)
    {
        List<object?> list = Peek() as List<object?> ?? throw new FormatException("it appends to something that is no list");
        list.AddRange(values);
    }

    private void SetItems(object?[] pairs) =>
        Fill(Peek() as Dictionary<string, object?> ?? throw new FormatException("it fills something that is no dictionary"), pairs);

    private static Dictionary<string, object?> Fill(Dictionary<string, object?> dictionary, object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
        {
            throw new FormatException("a key lacks its value");
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            dictionary[pairs[i] as string ?? throw new FormatException("a key is no text")] = pairs[i + 1];
        }

        return dictionary;
    }

    private object? Recall(long index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw new FormatException($"it recalls {index}, which it never stored");

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Empty();

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count) => _stack.Count - count >= Floor ? Take(_stack.Count - count) : throw Empty();

    private object?[] PopToMark() => _marks.TryPop(out int mark) ? Take(mark) : throw new FormatException("a mark is missing");

    private object?[] Take(int from)
    {
        object?[] values = [.. _stack.Skip(from)];
        _stack.RemoveRange(from, _stack.Count - from);
        return values;
    }

    /// <summary>What is below the innermost mark is out of reach.</summary>
    private int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    private static FormatException Empty() => new("it takes more than it put down");

    /// <summary>Numbers of up to eight bytes are long; torch's magic number is the only longer one.</summary>
    private static object Long(byte[] bytes)
    {
        if (bytes.Length > sizeof(long))
        {
            return new BigInteger(bytes);
        }

        Span<byte> wide = stackalloc byte[sizeof(long)];
        wide.Fill(bytes is [.., >= 0x80] ? byte.MaxValue : byte.MinValue); // two's complement
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }

    private int Length() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    private string Line()
    {
        StringBuilder line = new();
        for (byte b = Byte(); b != '\n'; b = Byte())
        {
            line.Append(line.Length < MaxText ? (char)b : throw new FormatException("a name without an end"));
        }

        return line.ToString();
    }

    private byte Byte() => Bytes(1)[0];

    private byte[] Bytes(int count)
    {
        if (count is < 0 or > MaxText || (_position += count) > MaxLength)
        {
            throw new FormatException($"a pickle of more than {MaxLength} bytes, or a text of more than {MaxText}");
        }

        byte[] bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }
}
