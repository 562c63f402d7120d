using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Google.Protobuf;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;

namespace KoSparse.Torch.Tests.Training.Telemetry;

public sealed class RunLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-log-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Figures_TwoEntries_AreInTheEventFile()
    {
        using (RunLog log = Open())
        {
            log.Figures(new HistoryEntry(10, 1, new Dictionary<string, double> { ["loss/infonce"] = 1.5, ["learning_rate"] = 0.25 }));
            log.Figures(new HistoryEntry(20, 2, new Dictionary<string, double> { ["loss/infonce"] = -0.125 }));
        }

        string file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "tensorboard")));
        (string Tag, long Step, float Value)[] scalars = [.. Records(File.ReadAllBytes(file)).SelectMany(Scalars)];

        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        Assert.Equal([("loss/infonce", 10, 1.5f), ("learning_rate", 10, 0.25f), ("loss/infonce", 20, -0.125f)], scalars);
    }

    [Fact]
    public void Line_TwoSessions_AppendsWithItsTime()
    {
        for (int session = 1; session <= 2; session++)
        {
            using RunLog log = Open();
            log.Line($"session {session}");
        }

        string[] lines = File.ReadAllLines(Path.Combine(_folder.FullName, "training.log"));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}  session 1$", lines[0]);
        Assert.EndsWith("  session 2", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_HistoryBeyondTheCheckpoint_DropsWhatWillBeLoggedAgain()
    {
        using (RunLog log = Open())
        {
            foreach (int step in (int[])[10, 20, 30])
            {
                log.Figures(Entry(step, 1));
            }

            log.SaveHistory();
        }

        using (RunLog log = Open())
        {
            log.Resume(20);
            log.Figures(Entry(30, 2));
            log.SaveHistory();
        }

        JsonArray history = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "training_history.json")))!.AsArray();
        Assert.Equal([(10, 1.0), (20, 1.0), (30, 2.0)], history.Select(e => ((int)e!["step"]!, (double)e["values"]!["loss/total"]!)));
    }

    /// <summary>Castagnoli's check value: CRC-32C of the digits 1 to 9 is e3069283 (RFC 3720, appendix B.4 uses the same polynomial).</summary>
    [Fact]
    public void Crc_CheckValue_IsThePublishedOne() => Assert.Equal(0xE3069283, Crc("123456789"u8));

    private static HistoryEntry Entry(int step, double loss) => new(step, 1, new Dictionary<string, double> { ["loss/total"] = loss });

    private RunLog Open() => new(new RunFolder(_folder.FullName), TimeProvider.System, _ => { });

    /// <summary>Records of the TFRecord format: length, masked CRC-32C of the length, data, masked CRC-32C of the data.</summary>
    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] data = file.AsSpan(at + 12, length).ToArray();
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += length + 16;
            yield return data;
        }
    }

    /// <summary>Scalars of an Event (step is field 2, summary 5) through Summary (value 1) and Value (tag 1, simple_value 2).</summary>
    private static IEnumerable<(string Tag, long Step, float Value)> Scalars(byte[] record)
    {
        long step = 0;
        List<(string Tag, float Value)> values = [];
        Fields(record, (field, input) =>
        {
            switch (field)
            {
                case 2:
                    step = input.ReadInt64();
                    return true;
                case 5:
                    Fields(input.ReadBytes().ToByteArray(), (inner, summary) => inner == 1 && Add(values, summary.ReadBytes().ToByteArray()));
                    return true;
                default:
                    return false;
            }
        });
        return values.Select(v => (v.Tag, step, v.Value));
    }

    private static bool Add(List<(string Tag, float Value)> values, byte[] value)
    {
        (string tag, float number) = ("", float.NaN);
        Fields(value, (field, input) =>
        {
            tag = field == 1 ? input.ReadString() : tag;
            number = field == 2 ? input.ReadFloat() : number;
            return field is 1 or 2;
        });
        values.Add((tag, number));
        return true;
    }

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

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in data)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }
}
