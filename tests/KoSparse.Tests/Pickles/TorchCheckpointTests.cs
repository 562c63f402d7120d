using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using CsCheck;
using KoSparse.Pickles;
using KoSparse.Tensors;

namespace KoSparse.Tests.Pickles;

/// <summary>Files that torch itself wrote, by <c>tests/golden/pickles/make_checkpoints.py</c>, and damaged copies of them.</summary>
public sealed class TorchCheckpointTests
{
    [Theory]
    [InlineData("zip.bin")]
    [InlineData("legacy.bin")]
    public void Read_FilesOfTorch_GivesTheirNumbers(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(Golden("expected.json")));
        using TorchCheckpoint file = TorchCheckpoint.Open(Golden(name));

        JsonElement tensors = golden.RootElement.GetProperty("tensors");
        Assert.Equal(tensors.EnumerateObject().Select(t => t.Name), file.Tensors.Select(t => t.Name));
        foreach (JsonProperty tensor in tensors.EnumerateObject())
        {
            Assert.Equal(tensor.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()), file.Entry(tensor.Name).Shape);
            Assert.Equal(tensor.Value.GetProperty("values").EnumerateArray().Select(n => n.GetDouble()), Numbers(file, tensor.Name));
        }
    }

    [Fact]
    public void Read_PartOfAView_BeginsThere()
    {
        using TorchCheckpoint file = TorchCheckpoint.Open(Golden("zip.bin"));
        byte[] part = new byte[8];

        file.Read("view", part, offset: 12);

        Assert.Equal([7f, 8f], MemoryMarshal.Cast<byte, float>(part).ToArray()); // the view begins at the fifth number, 4
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read("view", new byte[8], offset: 20));
        Assert.Throws<PickleException>(() => file.Entry("nothing"));
    }

    [Theory]
    [InlineData("evil.bin", "it uses 'posix.system', which is no tensor")]
    [InlineData("evil-legacy.bin", "it uses 'posix.system', which is no tensor")]
    [InlineData("module.bin", "it uses 'torch.nn.modules.linear.Linear'")]
    [InlineData("double.bin", "it uses 'torch.DoubleStorage'")]
    [InlineData("transposed.bin", "not row by row; save it again as safetensors")]
    [InlineData("nested.bin", "its entry 'state_dict' is no tensor")]
    [InlineData("expected.json", "Get the file again, or the model in safetensors form")]
    public void Open_OtherThanTensors_NamesIt(string name, string reason)
    {
        PickleException error = Assert.Throws<PickleException>(() => TorchCheckpoint.Open(Golden(name)));

        Assert.StartsWith(Golden(name), error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Pickles by hand: what they would do, and why they are refused.</summary>
    [Theory]
    [InlineData("\u0080\u0002}", "")] // cut off before the end
    [InlineData(".", "takes more than it put down")]
    [InlineData("}q\u0000h\u0001.", "recalls 1, which it never stored")]
    [InlineData("}(.", "takes more than it put down")] // what is below the mark is out of reach
    [InlineData("t.", "a mark is missing")]
    [InlineData("}(K\u0001u.", "a key lacks its value")]
    [InlineData("}K\u0001K\u0002s.", "a key is no text")]
    [InlineData("]K\u0001.", "something other than a dictionary")]
    [InlineData("X\u00FF\u00FF\u00FF\u007F", "a text of more than")]
    [InlineData("X\u00FF\u00FF\u00FF\u00FF", "a text of more than")]
    [InlineData("\u0080\u0006}.", "newer than 5")]
    [InlineData("\u0082\u0001.", "instruction 0x82 at byte 0")] // an extension code: a global by number
    [InlineData("P0\n.", "instruction 0x50 at byte 0")]
    [InlineData("i__builtin__\neval\n.", "instruction 0x69 at byte 0")]
    [InlineData("c__builtin__\neval\n.", "it uses '__builtin__.eval'")]
    [InlineData("\u008C\u0008builtins\u008C\u0004exec\u0093.", "it uses 'builtins.exec'")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "something other than storage")]
    [InlineData("K\u0001)R.", "calls something that is no function")]
    [InlineData("K\u0001Q.", "refers to something that is no storage")]
    [InlineData("]}b.", "sets attributes of something that is no dictionary")]
    public void Open_HostilePickle_IsRefused(string pickle, string reason)
    {
        using TemporaryFolder folder = new();
        string path = WriteZip(folder, System.Text.Encoding.Latin1.GetBytes(pickle));

        PickleException error = Assert.Throws<PickleException>(() => TorchCheckpoint.Open(path));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Twenty million tuples, which pack into a small archive.</summary>
    [Fact]
    public void Open_PickleWithoutEnd_StopsEarly()
    {
        using TemporaryFolder folder = new();
        string path = WriteZip(folder, Enumerable.Repeat((byte)')', 20_000_000).ToArray());

        Assert.Contains("a pickle of more than", Assert.Throws<PickleException>(() => TorchCheckpoint.Open(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>A tensor of 2^61 numbers over a storage that claims as many.</summary>
    [Theory]
    [InlineData("2305843009213693952")]
    [InlineData("9223372036854775807")]
    [InlineData("1000000")]
    public void Open_OversizedStorage_IsRefused(string count)
    {
        byte[] number = [0x8A, 8, .. BitConverter.GetBytes(long.Parse(count, System.Globalization.CultureInfo.InvariantCulture))];
        byte[] pickle =
        [
            .. "}X\u0001\u0000\u0000\u0000wctorch._utils\n_rebuild_tensor_v2\n("u8,
            .. "(X\u0007\u0000\u0000\u0000storagectorch\nFloatStorage\nX\u0001\u0000\u0000\u00000X\u0003\u0000\u0000\u0000cpu"u8, .. number, .. "tQ"u8,
            .. "K\u0000"u8, .. number, 0x85, .. "K\u0001"u8, 0x85, 0x89, .. "NtRs."u8,
        ];
        using TemporaryFolder folder = new();
        string path = WriteZip(folder, pickle);

        Assert.Throws<PickleException>(() => TorchCheckpoint.Open(path));
    }

    [Theory]
    [InlineData("zip.bin")]
    [InlineData("legacy.bin")]
    public void Open_CutOffAnywhere_Throws(string name)
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(Golden(name));
        for (int length = 0; length < whole.Length; length += 1 + (length % 23))
        {
            File.WriteAllBytes(folder.File("cut.bin"), whole[..length]);

            Assert.Throws<PickleException>(() => TorchCheckpoint.Open(folder.File("cut.bin")));
        }
    }

    /// <summary>Whatever a few changed bytes make of a file, it is read or refused: no other exception, no endless loop.</summary>
    [Theory]
    [InlineData("zip.bin")]
    [InlineData("legacy.bin")]
    [InlineData("evil.bin")]
    public void Open_ChangedBytes_AreReadOrRefused(string name)
    {
        byte[] whole = File.ReadAllBytes(Golden(name));
        using TemporaryFolder folder = new();
        string path = folder.File("changed.bin");
        byte[] call = name == "evil.bin" ? Pickle(whole) : [];
        int read = 0;

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                byte[] changed = [.. whole];
                foreach ((int place, byte value) in changes)
                {
                    changed[place] = value;
                }

                File.WriteAllBytes(path, changed);
                bool reads = ReadsAll(path);
                Assert.False(reads && call.Length > 0 && changed.AsSpan().IndexOf(call) >= 0, "the evil pickle was read as it is");
                read += reads ? 1 : 0;
            },
            iter: 600,
            threads: 1);

        // A changed number leaves a good file good. Of hundreds of changes one may take the evil one's call away (seen once): what is left is read, and runs nothing.
        Assert.InRange(read, name == "evil.bin" ? 0 : 1, name == "evil.bin" ? 6 : 599);
    }

    private static byte[] Pickle(byte[] checkpoint)
    {
        using ZipArchive archive = new(new MemoryStream(checkpoint));
        using Stream entry = archive.GetEntry("evil/data.pkl")!.Open();
        using MemoryStream pickle = new();
        entry.CopyTo(pickle);
        return pickle.ToArray();
    }

    private static bool ReadsAll(string path)
    {
        try
        {
            using TorchCheckpoint file = TorchCheckpoint.Open(path);
            foreach (TensorEntry entry in file.Tensors)
            {
                file.Read(entry.Name, new byte[entry.ByteLength]);
            }

            return true;
        }
        catch (PickleException)
        {
            return false;
        }
    }

    private static string WriteZip(TemporaryFolder folder, byte[] pickle)
    {
        string path = folder.File("hostile.bin");
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using (Stream stream = archive.CreateEntry("archive/data.pkl").Open())
        {
            stream.Write(pickle);
        }

        using Stream storage = archive.CreateEntry("archive/data/0").Open();
        storage.Write(new byte[16]);
        return path;
    }

    private static IEnumerable<double> Numbers(TorchCheckpoint file, string name)
    {
        TensorEntry entry = file.Entry(name);
        byte[] bytes = new byte[entry.ByteLength];
        file.Read(name, bytes);
        return entry.Type switch
        {
            TensorType.F32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(v => (double)v),
            TensorType.F16 => MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(v => (double)v),
            TensorType.BF16 => MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(v => (double)BitConverter.Int32BitsToSingle(v << 16)),
            TensorType.I64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray().Select(v => (double)v),
            _ => bytes.Select(v => (double)v),
        };
    }

    private static string Golden(string name) => Path.Combine(SharedData.Golden("pickles"), name);
}
