using KoSparse.Safetensors;
using KoSparse.Tensors;
using KoSparse.Weights;

namespace KoSparse.Tests.Weights;

public sealed class TensorFolderTests
{
    [Fact]
    public void Open_Shards_FindsEveryTensor()
    {
        using TemporaryFolder folder = new();
        WriteShard(folder, "m-1.safetensors", "a", 1);
        WriteShard(folder, "m-2.safetensors", "b", 2);
        folder.Write("model.safetensors.index.json", """{"metadata":{},"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}}""");

        using TensorFolder model = TensorFolder.Open(folder.Path);

        Assert.Equal(["a", "b"], model.Tensors.Select(t => t.Name).Order());
        Assert.Equal(2, Number(model, "b"));
        Assert.False(model.Contains("c"));
        Assert.Throws<SafetensorsException>(() => model.ShardOf("c"));
    }

    [Fact]
    public void Open_SingleFile_IsTakenFirst()
    {
        using TemporaryFolder folder = new();
        WriteShard(folder, "model.safetensors", "a", 3);

        using TensorFolder model = TensorFolder.Open(folder.Path);

        Assert.Equal(3, Number(model, "a"));
    }

    [Fact]
    public void Open_OldFile_ReadsThePickle()
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(SharedData.Golden("pickles"), "zip.bin"), folder.File("pytorch_model.bin"));

        using TensorFolder model = TensorFolder.Open(folder.Path);

        byte[] number = new byte[4];
        model.ShardOf("number").Read("number", number);
        Assert.Equal(7.25f, BitConverter.ToSingle(number));
    }

    [Theory]
    [InlineData(null, "no model.safetensors or pytorch_model.bin, whole or in shards")]
    [InlineData("{}", "not an index of shards")]
    [InlineData("""{"weight_map":{}}""", "it names no tensors")]
    [InlineData("""{"weight_map":{"a":"../m-1.safetensors"}}""", "not the name of a .safetensors file in this folder")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "not the name of a .safetensors file in this folder")]
    [InlineData("""{"weight_map":{"a":"m-3.safetensors"}}""", "m-3.safetensors")]
    [InlineData("""{"weight_map":{"b":"m-1.safetensors"}}""", "tensor 'b' is not in m-1.safetensors")]
    [InlineData("""{"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}}""", "tensor 'a' is in another shard, too")]
    public void Open_UnusableIndex_SaysWhy(string? index, string reason)
    {
        using TemporaryFolder folder = new();
        WriteShard(folder, "m-1.safetensors", "a", 1);
        WriteShard(folder, "m-2.safetensors", "a", 1);
        if (index is not null)
        {
            folder.Write("model.safetensors.index.json", index);
        }

        SafetensorsException error = Assert.Throws<SafetensorsException>(() => TensorFolder.Open(folder.Path));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static int Number(TensorFolder model, string tensor)
    {
        byte[] number = new byte[4];
        model.ShardOf(tensor).Read(tensor, number);
        return BitConverter.ToInt32(number);
    }

    private static void WriteShard(TemporaryFolder folder, string file, string tensor, int value)
    {
        using SafetensorsWriter writer = new(folder.File(file), [new TensorEntry(tensor, TensorType.I32, [1])]);
        writer.Write(tensor, BitConverter.GetBytes(value));
        writer.Complete();
    }
}
