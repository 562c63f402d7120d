using System.Buffers.Binary;
using Google.Protobuf;
using KoSparse.Files;

namespace KoSparse.Training.Telemetry;

/// <summary>Reads the scalars of an event file, and goes on where it stood when the file has grown.</summary>
/// <param name="path">The file.</param>
internal sealed class EventFileReader(string path)
{
    private long _position;

    /// <summary>What was written since the last call; a record that is not whole yet is left for the next one.</summary>
    /// <exception cref="EventFileException">A checksum differs; the message says where.</exception>
    public IEnumerable<ScalarPoint> ReadNew()
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] header = new byte[EventFileFormat.HeaderSize];
        while (file.Length - _position >= EventFileFormat.HeaderSize)
        {
            file.Position = _position;
            file.ReadExactly(header);
            Check(header, EventFileFormat.LengthSize);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (length > (ulong)InputLimit.File)
            {
                throw new EventFileException($"{path}: the record at byte {_position} has {length} bytes, more than any figure takes. What stands before it is shown.");
            }

            if (file.Length - file.Position < (long)length + EventFileFormat.CrcSize)
            {
                yield break;
            }

            byte[] record = new byte[length + EventFileFormat.CrcSize];
            file.ReadExactly(record);
            Check(record, (int)length);
            _position = file.Position;
            foreach (ScalarPoint point in Parsed(record[..(int)length]))
            {
                yield return point;
            }
        }
    }

    /// <summary>Compares the first bytes with the checksum behind them.</summary>
    private void Check(ReadOnlySpan<byte> bytes, int length)
    {
        if (EventFileFormat.MaskedCrc(bytes[..length]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[length..]))
        {
            throw new EventFileException(
                $"{path}: the record at byte {_position} is damaged, its checksum differs. What stands before it is shown; " +
                "the run's training_history.json holds the same figures up to the last checkpoint.");
        }
    }

    private IEnumerable<ScalarPoint> Parsed(byte[] message)
    {
        try
        {
            return [.. ReadEvent(message)];
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new EventFileException($"{path}: the record before byte {_position} is no event ({fault.Message}). What stands before it is shown.");
        }
    }

    private static IEnumerable<ScalarPoint> ReadEvent(byte[] message)
    {
        (double seconds, long step) = (0, 0);
        List<(string Tag, float Value)> values = [];
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case EventFileFormat.WallTime:
                    seconds = input.ReadDouble();
                    return true;
                case EventFileFormat.Step:
                    step = input.ReadInt64();
                    return true;
                case EventFileFormat.Summary:
                    ReadSummary(input.ReadBytes().ToByteArray(), values);
                    return true;
                default:
                    return false;
            }
        });
        return values.Select(v => new ScalarPoint(v.Tag, step, seconds, v.Value));
    }

    private static void ReadSummary(byte[] message, List<(string Tag, float Value)> values) => Fields(message, (field, input) =>
    {
        if (field != EventFileFormat.Value)
        {
            return false;
        }

        (string tag, float? value) = ("", null);
        Fields(input.ReadBytes().ToByteArray(), (inner, one) =>
        {
            tag = inner == EventFileFormat.Tag ? one.ReadString() : tag;
            value = inner == EventFileFormat.SimpleValue ? one.ReadFloat()
                : inner == EventFileFormat.Tensor ? EventTensor.ScalarOf(one.ReadBytes().ToByteArray())
                : value;
            return inner is EventFileFormat.Tag or EventFileFormat.SimpleValue or EventFileFormat.Tensor;
        });
        if (value is { } number) // pictures, texts and histograms have none
        {
            values.Add((tag, number));
        }

        return true;
    });

    /// <summary>Shows each field of a message to a function that reads it, or says that it did not.</summary>
    private static void Fields(byte[] message, Func<int, CodedInputStream, bool> read)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is > 0 and uint tag)
        {
            if (!read(WireFormat.GetTagFieldNumber(tag), input))
            {
                input.SkipLastField();
            }
        }
    }
}
