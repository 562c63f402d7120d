using System.Buffers.Binary;
using System.Text.Json;
using Google.Protobuf;
using KoSparse.Configuration;
using KoSparse.Fuzz.Running;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Pretraining;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;

namespace KoSparse.Fuzz.Formats;

/// <summary>What a run is told, and what it leaves: configs, event files, its status.</summary>
internal static class RunFormats
{
    private const string Message = "message.bin";

    private const string Training = """
        output_dir: outputs/fuzz
        seed: 7
        model:
          encoder: { layers: 2, hidden_size: 32, heads: 4, intermediate_size: 64 }
          tokenizer: models/tokenizer
          lexical_prior: { k1: 1.2, b: 0.5 }
        encode: { query_encoder: idf, max_length: 64 }
        data:
          train: [data/train_*.jsonl]
          idf: outputs/idf     # weights of tokens
        loss: { lambda_infonce: 1.0, lambda_margin: 0.5 }
        curriculum:
          - { from_epoch: 1, to_epoch: 2, temperature: 0.1 }
        training: { epochs: 2, learning_rate: 3e-4, device: cpu }

        """;

    private const string Pretraining = """
        output_dir: outputs/fuzz
        corpus: data/passages-*.jsonl.gz
        tokenizer: models/tokenizer
        encoder: { layers: 1, hidden_size: 32, heads: 4, intermediate_size: 64 }

        """;

    /// <summary>The formats.</summary>
    public static IEnumerable<FuzzedFormat> All()
    {
        yield return FuzzedFormat.OfFile("training.yaml", "training.yaml", Examples.Utf8(Training), path => _ = ConfigReader.Read<TrainingConfig>(path));
        yield return FuzzedFormat.OfFile("pretraining.yaml", "pretraining.yaml", Examples.Utf8(Pretraining), path => _ = ConfigReader.Read<PretrainingConfig>(path));
        yield return FuzzedFormat.OfFile("run.json", "run.json", Examples.Utf8(
            """{"state":"running","process_id":1,"step":3,"total_steps":9,"updated":"2026-01-02T03:04:05+00:00","progress":null,"verb":"train"}"""), path => _ = new RunFolder(Path.GetDirectoryName(path)!).Status());
        yield return FuzzedFormat.OfFile("history", "training_history.json", Examples.Utf8("""[{"step":1,"epoch":1,"values":{"loss/total":1.5}}]"""), ReadHistory);
        yield return FuzzedFormat.OfFile("events", "tensorboard/events.out.tfevents.1", Record([.. Event(0.5f), .. Event(0.25f)]), path => _ = new CurveSource([Path.GetDirectoryName(Path.GetDirectoryName(path))!]).Read());
        yield return FuzzedFormat.OfFile("event", Message, Event(0.5f), ReadMessage);
    }

    /// <summary>A run that resumes puts a damaged history aside, whatever JSON says of it.</summary>
    private static void ReadHistory(string path)
    {
        try
        {
            _ = RunLog.ReadHistory(path);
        }
        catch (JsonException)
        {
        }
    }

    /// <summary>Damage below a checksum that fits: what a hostile writer makes.</summary>
    private static void ReadMessage(string path)
    {
        string folder = Path.Combine(Path.GetDirectoryName(path)!, "tensorboard");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, EventFileFormat.Prefix + "1"), Record(File.ReadAllBytes(path)));
        _ = new CurveSource([Path.GetDirectoryName(path)!]).Read();
    }

    /// <summary>An event with a number as it is, and one in a tensor.</summary>
    private static byte[] Event(float number)
    {
        byte[] plain = Fields(value =>
        {
            Text(value, EventFileFormat.Tag, "loss/total");
            value.WriteTag(EventFileFormat.SimpleValue, WireFormat.WireType.Fixed32);
            value.WriteFloat(number);
        });
        byte[] tensor = Fields(value =>
        {
            Text(value, EventFileFormat.Tag, "loss/kd");
            value.WriteTag(EventFileFormat.Tensor, WireFormat.WireType.LengthDelimited);
            value.WriteBytes(ByteString.CopyFrom(Fields(one =>
            {
                one.WriteTag(1, WireFormat.WireType.Varint);
                one.WriteInt32(1);
                one.WriteTag(5, WireFormat.WireType.LengthDelimited);
                one.WriteBytes(ByteString.CopyFrom(BitConverter.GetBytes(number)));
            })));
        });
        return Fields(message =>
        {
            message.WriteTag(EventFileFormat.WallTime, WireFormat.WireType.Fixed64);
            message.WriteDouble(1e9);
            message.WriteTag(EventFileFormat.Step, WireFormat.WireType.Varint);
            message.WriteInt64(3);
            message.WriteTag(EventFileFormat.Summary, WireFormat.WireType.LengthDelimited);
            message.WriteBytes(ByteString.CopyFrom(Fields(summary =>
            {
                foreach (byte[] value in new[] { plain, tensor })
                {
                    summary.WriteTag(EventFileFormat.Value, WireFormat.WireType.LengthDelimited);
                    summary.WriteBytes(ByteString.CopyFrom(value));
                }
            })));
        });
    }

    private static void Text(CodedOutputStream message, int field, string text)
    {
        message.WriteTag(field, WireFormat.WireType.LengthDelimited);
        message.WriteString(text);
    }

    private static byte[] Fields(Action<CodedOutputStream> write)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream message = new(bytes, leaveOpen: true))
        {
            write(message);
        }

        return bytes.ToArray();
    }

    /// <summary>A message with its length and checksums, as TFRecord has them.</summary>
    private static byte[] Record(byte[] message)
    {
        byte[] record = new byte[EventFileFormat.HeaderSize + message.Length + EventFileFormat.CrcSize];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(EventFileFormat.LengthSize), EventFileFormat.MaskedCrc(record.AsSpan(0, EventFileFormat.LengthSize)));
        message.CopyTo(record, EventFileFormat.HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - EventFileFormat.CrcSize), EventFileFormat.MaskedCrc(message));
        return record;
    }
}
