using System.Buffers.Binary;
using System.Text.Json;
using KoSparse.Safetensors;
using KoSparse.Tensors;

namespace KoSparse.Tests.Safetensors;

public sealed class SafetensorsWriterTests
{
    private static readonly TensorEntry[] Entries =
    [
        new("bytes", TensorType.U8, [3]),
        new("flags", TensorType.Bool, [1]),
        new("가중치", TensorType.F32, [2]),
        new("ids", TensorType.I64, [1]),
        new("empty", TensorType.F16, [0, 4]),
        new("scalar", TensorType.I32, []),
        new("half", TensorType.BF16, [1]),
    ];

    [Fact]
    public void Write_AllTypes_ReadsBack()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.safetensors");
        using (SafetensorsWriter writer = new(path, Entries, new Dictionary<string, string> { ["step"] = "7" }))
        {
            foreach (TensorEntry entry in Entries)
            {
                writer.Write(entry.Name, Bytes(entry));
            }

            writer.Complete();
        }

        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal("7", reader.Metadata["step"]);
        Assert.Equal(Entries.Length, reader.Tensors.Count);
        foreach (TensorEntry entry in Entries)
        {
            byte[] read = new byte[entry.ByteLength];
            reader.Read(entry.Name, read);
            Assert.Equal(Bytes(entry), read);
            Assert.Equal((entry.Type, entry.Count), (reader.Entry(entry.Name).Type, reader.Entry(entry.Name).Count));
            Assert.Equal(entry.Shape, reader.Entry(entry.Name).Shape);
        }
    }

    [Fact]
    public void Write_File_FollowsTheFormat()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.safetensors");
        using (SafetensorsWriter writer = new(path, [new("b", TensorType.U8, [1]), new("a", TensorType.F32, [1])]))
        {
            writer.Write("a", [1, 2, 3, 4]);
            writer.Write("b", [5]);
            writer.Complete();
        }

        // Wide elements first, whatever the order given; the header ends at a multiple of 8.
        byte[] bytes = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, length));
        Assert.Equal(
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}}""",
            header.RootElement.GetRawText());
        Assert.Equal([1, 2, 3, 4, 5], bytes[(8 + length)..]);
    }

    [Fact]
    public void Write_InParts_Appends()
    {
        using TemporaryFolder folder = new();
        using (SafetensorsWriter writer = new(folder.File("a"), [new("x", TensorType.U8, [4])]))
        {
            writer.Write("x", [1, 2]);
            Assert.Throws<ArgumentException>(() => writer.Write("x", [3, 4, 5]));
            Assert.Throws<InvalidOperationException>(writer.Complete);
            writer.Write("x", [3, 4]);
            writer.Complete();
        }

        byte[] read = new byte[4];
        using SafetensorsReader reader = SafetensorsReader.Open(folder.File("a"));
        reader.Read("x", read);
        Assert.Equal([1, 2, 3, 4], read);
    }

    [Fact]
    public void Dispose_WithoutComplete_LeavesTheOldFile()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a", "old");
        using (SafetensorsWriter writer = new(path, [new("x", TensorType.U8, [1])]))
        {
            writer.Write("x", [1]);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Create_NamesTwiceOrReserved_Throws()
    {
        using TemporaryFolder folder = new();
        TensorEntry entry = new("x", TensorType.U8, [1]);

        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(folder.File("a"), [entry, entry]));
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(folder.File("a"), [entry with { Name = "__metadata__" }]));
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(folder.File("a"), []).Write("x", [1]));
    }

    private static byte[] Bytes(TensorEntry entry) => [.. Enumerable.Range(1, (int)entry.ByteLength).Select(i => (byte)(i + entry.Name.Length))];
}
