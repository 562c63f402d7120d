using KoSparse.Safetensors;

namespace KoSparse.Tests.Safetensors;

public sealed class SafetensorsFolderTests
{
    [Fact]
    public void Open_Shards_FindsEveryTensor()
    {
        using TemporaryFolder folder = new();
        WriteShard(folder, "m-1.safetensors", "a", 1);
        WriteShard(folder, "m-2.safetensors", "b", 2);
        folder.Write("model.safetensors.index.json", """{"metadata":{},"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}}""");

        using SafetensorsFolder model = SafetensorsFolder.Open(folder.Path);

        Assert.Equal(["a", "b"], model.Tensors.Select(t => t.Name).Order());
        Assert.Equal([2], model.ShardOf("b").ReadIntegers("b"));
        Assert.False(model.Contains("c"));
        Assert.Throws<SafetensorsException>(() => model.ShardOf("c"));
    }

    [Fact]
    public void Open_SingleFile_IsTakenFirst()
    {
        using TemporaryFolder folder = new();
        WriteShard(folder, "model.safetensors", "a", 3);

        using SafetensorsFolder model = SafetensorsFolder.Open(folder.Path);

        Assert.Equal([3], model.ShardOf("a").ReadIntegers("a"));
    }

    [Theory]
    [InlineData(null, "Download the model in safetensors form")]
    [InlineData("{}", "not an index of shards")]
    [InlineData("""{"weight_map":{}}""", "it names no tensors")]
    [InlineData("""{"weight_map":{"a":"../m-1.safetensors"}}""", "not the name of a safetensors file in this folder")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "not the name of a safetensors file in this folder")]
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

        SafetensorsException error = Assert.Throws<SafetensorsException>(() => SafetensorsFolder.Open(folder.Path));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static void WriteShard(TemporaryFolder folder, string file, string tensor, int value)
    {
        using SafetensorsWriter writer = new(folder.File(file), [new TensorEntry(tensor, TensorType.I32, [1])]);
        writer.Write(tensor, BitConverter.GetBytes(value));
        writer.Complete();
    }
}
