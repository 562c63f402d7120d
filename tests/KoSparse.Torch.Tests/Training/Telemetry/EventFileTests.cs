using KoSparse.Training.Telemetry;
using TorchSharp;
using TorchSharp.Modules;

namespace KoSparse.Torch.Tests.Training.Telemetry;

public sealed class EventFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-events-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Castagnoli's check value: CRC-32C of the digits 1 to 9 is e3069283 (RFC 3720, appendix B.4 uses the same polynomial).</summary>
    [Fact]
    public void MaskedCrc_CheckValue_IsThePublishedOneMasked()
    {
        const uint Published = 0xE3069283;

        uint masked = unchecked(((Published >> 15) | (Published << 17)) + 0xA282EAD8);

        Assert.Equal(masked, EventFileFormat.MaskedCrc("123456789"u8));
    }

    /// <summary>The writer is TorchSharp's: another implementation of the format than the reader.</summary>
    [Fact]
    public void ReadNew_Scalars_AreThoseWritten()
    {
        SummaryWriter writer = Open();
        writer.add_scalar("loss/infonce", 1.5f, 10);
        writer.add_scalar("학습/손실", -0.125f, 20);

        Assert.Equal(
            [("loss/infonce", 10L, 1.5f), ("학습/손실", 20L, -0.125f)],
            new EventFileReader(OnlyFile()).ReadNew().Select(p => (p.Tag, p.Step, p.Value)));
    }

    /// <summary>Scalars as TensorFlow 2 and newer writers have them: a tensor of one number, its bytes or its numbers, packed or not.</summary>
    [Fact]
    public void ReadNew_ScalarsAsTensors_AreRead_Issue19()
    {
        byte[] single = BitConverter.GetBytes(0.75f), whole = BitConverter.GetBytes(-2.5);
        (byte[] Tensor, float? Value)[] tensors =
        [
            ([8, 1, 0x22, 4, .. single], 0.75f), // DT_FLOAT, tensor_content
            ([8, 2, 0x22, 8, .. whole], -2.5f), // DT_DOUBLE
            ([8, 1, 0x2A, 4, .. single], 0.75f), // float_val, packed
            ([8, 1, 0x2D, .. single], 0.75f), // float_val, one by one
            ([8, 2, 0x32, 8, .. whole], -2.5f), // double_val
            ([8, 9, 0x52, 1, 7], 7f), // int64_val
            ([8, 1, 0x2A, 8, .. single, .. single], null), // two numbers: no scalar
            ([8, 7, 0x42, 2, (byte)'h', (byte)'i'], null), // a text
        ];
        string path = Path.Combine(_folder.FullName, "tensors");
        File.WriteAllBytes(path, [.. tensors.SelectMany((one, step) => Framed(Event(step, "loss", one.Tensor)))]);

        Assert.Equal(
            tensors.Select((one, step) => (Step: (long)step, one.Value)).Where(one => one.Value is not null).Select(one => (one.Step, one.Value!.Value)),
            new EventFileReader(path).ReadNew().Select(point => (point.Step, point.Value)));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 40)]
    public void ReadNew_RecordOfAllBytesThereAre_IsRefused_Issue19(ulong length)
    {
        string path = Path.Combine(_folder.FullName, "hostile");
        byte[] header = BitConverter.GetBytes(length);
        File.WriteAllBytes(path, [.. header, .. BitConverter.GetBytes(EventFileFormat.MaskedCrc(header)), 1, 2, 3, 4]);

        Assert.Contains("more than any figure takes", Assert.Throws<EventFileException>(() => new EventFileReader(path).ReadNew().ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadNew_RecordThatIsNoEvent_IsAnErrorOfTheFile_Issue19()
    {
        string path = Path.Combine(_folder.FullName, "other");
        File.WriteAllBytes(path, Framed([0x2A, 0x7F, 1]));

        Assert.StartsWith(path, Assert.Throws<EventFileException>(() => new EventFileReader(path).ReadNew().ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadNew_FileThatGrows_GoesOnWhereItStood()
    {
        SummaryWriter writer = Open();
        var reader = new EventFileReader(OnlyFile());

        Write(writer, 1, 0.5f);
        ScalarPoint[] first = [.. reader.ReadNew()];
        Write(writer, 2, 0.25f);

        Assert.Equal(1, Assert.Single(first).Step);
        Assert.Equal([(2L, 0.25f)], reader.ReadNew().Select(p => (p.Step, p.Value)));
        Assert.Empty(reader.ReadNew());
        Assert.InRange(first[0].Seconds, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
    }

    /// <summary>A process that is killed may leave half a record: at every length, what is whole is read and nothing fails.</summary>
    [Fact]
    public void ReadNew_FileCutAnywhere_ReadsWhatIsWhole()
    {
        SummaryWriter writer = Open();
        Write(writer, 1, 1);
        Write(writer, 2, 2);

        byte[] whole = File.ReadAllBytes(OnlyFile());
        string cut = Path.Combine(_folder.FullName, "cut");
        int last = 0;
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(cut, whole[..length]);
            int points = new EventFileReader(cut).ReadNew().Count();
            Assert.InRange(points, last, 2);
            last = points;
        }

        Assert.Equal(2, last);
    }

    /// <summary>Any one bit that flips is noticed: behind the length's checksum or the message's.</summary>
    [Fact]
    public void ReadNew_AnyByteDamaged_SaysWhere()
    {
        Write(Open(), 1, 1);

        byte[] whole = File.ReadAllBytes(OnlyFile());
        string damaged = Path.Combine(_folder.FullName, "damaged");
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] bytes = [.. whole];
            bytes[at] ^= 1;
            File.WriteAllBytes(damaged, bytes);
            EventFileException exception = Assert.Throws<EventFileException>(() => new EventFileReader(damaged).ReadNew().Count());
            Assert.Contains($"{damaged}: the record at byte ", exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The reader looks while the training writes; neither may keep the other out.</summary>
    [Fact]
    public void Write_WhileAnotherReads_GoesOn()
    {
        SummaryWriter writer = Open();
        using FileStream watching = new(OnlyFile(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        Write(writer, 1, 0.5f);

        Assert.Single(new EventFileReader(OnlyFile()).ReadNew());
    }

    [Fact]
    public void Refresh_SecondSessionFromEarlierStep_ReplacesWhatItRepeats()
    {
        SummaryWriter first = Open();
        Write(first, 10, 1);
        Write(first, 20, 2);
        Write(first, 30, 3);

        var curves = new RunCurves(_folder.FullName);
        curves.Refresh();
        SummaryWriter second = Open();
        Write(second, 20, 5);
        curves.Refresh();
        Assert.Equal([(10L, 1f), (20L, 5f)], curves.Curves["loss"].Select(p => (p.Step, p.Value)));

        Write(second, 30, 6);
        curves.Refresh();
        Assert.Equal([(10L, 1f), (20L, 5f), (30L, 6f)], curves.Curves["loss"].Select(p => (p.Step, p.Value)));
        Assert.Null(curves.Fault);
    }

    [Fact]
    public void Refresh_DamagedFile_ShowsWhatStandsBeforeAndSaysSo()
    {
        Write(Open(), 1, 1);

        File.AppendAllBytes(OnlyFile(), System.Text.Encoding.ASCII.GetBytes("twelve bytes and more that are no record"));
        var curves = new RunCurves(_folder.FullName);

        curves.Refresh();

        Assert.Contains("is damaged", curves.Fault, StringComparison.Ordinal);
        Assert.Single(curves.Curves["loss"]);
    }

    private static byte[] Event(int step, string tag, byte[] tensor)
    {
        byte[] value = [0x0A, (byte)tag.Length, .. System.Text.Encoding.UTF8.GetBytes(tag), 0x42, (byte)tensor.Length, .. tensor];
        byte[] summary = [0x0A, (byte)value.Length, .. value];
        return [0x10, (byte)step, 0x2A, (byte)summary.Length, .. summary];
    }

    private static byte[] Framed(byte[] message)
    {
        byte[] length = BitConverter.GetBytes((ulong)message.Length);
        return [.. length, .. BitConverter.GetBytes(EventFileFormat.MaskedCrc(length)), .. message, .. BitConverter.GetBytes(EventFileFormat.MaskedCrc(message))];
    }

    private SummaryWriter Open() => torch.utils.tensorboard.SummaryWriter(_folder.FullName, createRunName: false);

    private static void Write(SummaryWriter writer, int step, float value) => writer.add_scalar("loss", value, step);

    private string OnlyFile() => Assert.Single(Directory.GetFiles(_folder.FullName, "events.out.tfevents.*"));
}
