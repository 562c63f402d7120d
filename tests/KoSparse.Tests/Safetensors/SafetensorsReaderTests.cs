using System.Buffers.Binary;
using CsCheck;
using KoSparse.Pickles;
using KoSparse.Safetensors;
using KoSparse.Tensors;

namespace KoSparse.Tests.Safetensors;

public sealed class SafetensorsReaderTests
{
    private const string Valid =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]}}""";

    /// <summary>1.0 and −2.0 in F32, then 1.0 and −2.0 in bfloat16 (the upper halves: 3F80, C000).</summary>
    private static readonly byte[] Data = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0x80, 0x3F, 0, 0xC0];

    [Fact]
    public void Open_ByHand_GivesTensorsAndMetadata()
    {
        using TemporaryFolder folder = new();
        using SafetensorsReader reader = SafetensorsReader.Open(WriteFile(folder, Valid, Data));

        Assert.Equal(["a", "b"], reader.Tensors.Select(t => t.Name));
        Assert.Equal([2, 1], reader.Entry("a").Shape);
        Assert.Equal([1f, -2f], reader.ReadSingles("a"));
        Assert.Equal([1f, -2f], reader.ReadSingles("b"));
        Assert.Equal("pt", reader.Metadata["format"]);
        byte[] part = new byte[3];
        reader.Read("a", part, offset: 2);
        Assert.Equal([0x80, 0x3F, 0], part);
    }

    [Fact]
    public void Read_OutsideTheTensor_Throws()
    {
        using TemporaryFolder folder = new();
        using SafetensorsReader reader = SafetensorsReader.Open(WriteFile(folder, Valid, Data));

        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("a", new byte[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("a", new byte[1], offset: 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("a", new byte[1], offset: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("a", new byte[1], offset: long.MaxValue));
        Assert.Throws<SafetensorsException>(() => reader.Entry("c"));
        Assert.Throws<SafetensorsException>(() => reader.ReadIntegers("a"));
    }

    [Fact]
    public void Open_PointerOfGitLfs_SaysWhatItIs_Issue19()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");

        Assert.Contains("a pointer of Git LFS", Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(path)).Message, StringComparison.Ordinal);
        Assert.Contains("a pointer of Git LFS", Assert.Throws<PickleException>(() => TorchCheckpoint.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "Object is expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3,1],"data_offsets":[0,12]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "not JSON")]
    [InlineData("""{"a":{"dtype":"F31","shape":[3],"data_offsets":[0,12]}}""", "the type 'F31'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", "wrong length")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "the tensors take 16 bytes, the file has 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "the tensors take 8 bytes, the file has 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "begins at 4, not at 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "begins at 4, not at 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}""", "-3 where a length")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,12]}}""", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[9223372036854775807,3]}}""", "wrong length")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3]}}""", "no 'data_offsets'")]
    [InlineData("""{"__metadata__":{"a":1}}""", "String is expected")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "not JSON")]
    public void Open_HostileHeader_SaysWhy(string header, string reason)
    {
        using TemporaryFolder folder = new();
        string path = WriteFile(folder, header, Data);

        SafetensorsException error = Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 123 })]
    public void Open_TruncatedFile_IsAnError(byte[] bytes)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a"), bytes);

        Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(folder.File("a")));
    }

    [Fact]
    public void Read_FileThatShrank_IsAnError()
    {
        using TemporaryFolder folder = new();
        string path = WriteFile(folder, Valid, Data);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(file.Length - 1);
        }

        Assert.Throws<SafetensorsException>(() => reader.ReadSingles("b"));
    }

    [Fact]
    public void Open_RandomMutations_ReadsInsideTheFileOrThrowsSafetensorsException()
    {
        using TemporaryFolder folder = new();
        byte[] valid = File.ReadAllBytes(WriteFile(folder, Valid, Data));
        string path = folder.File("mutated");
        int opened = 0;
        byte[] likely = [.. "0129{}[],:\"-"u8];
        Gen<byte> value = Gen.OneOf(Gen.Byte, Gen.Int[0, likely.Length - 1].Select(i => likely[i]));
        Gen<(int, byte)[]> mutations = Gen.Select(Gen.Int[0, valid.Length - 1], value).Array[0, 4];

        Gen.Select(mutations, Gen.OneOf(Gen.Const(0), Gen.Int[-8, 8])).Sample(
            (changes, longer) =>
            {
                byte[] bytes = new byte[valid.Length + longer];
                valid.AsSpan(0, Math.Min(bytes.Length, valid.Length)).CopyTo(bytes);
                foreach ((int at, byte changed) in changes)
                {
                    bytes[Math.Min(at, bytes.Length - 1)] = changed;
                }

                File.WriteAllBytes(path, bytes);
                try
                {
                    using SafetensorsReader reader = SafetensorsReader.Open(path);
                    foreach (TensorEntry entry in reader.Tensors)
                    {
                        reader.Read(entry.Name, new byte[entry.ByteLength]);
                    }

                    opened++;
                    Assert.True(reader.Tensors.Sum(t => t.ByteLength) < bytes.Length);
                }
                catch (SafetensorsException)
                {
                    // Damaged beyond use, and said so.
                }
            },
            iter: 5_000,
            threads: 1);

        Assert.True(opened > 100); // changes within the data leave the file good
    }

    /// <summary>A file as the format's description says: length, header, data.</summary>
    private static string WriteFile(TemporaryFolder folder, string header, byte[] data)
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + json.Length);
        File.WriteAllBytes(folder.File("file.safetensors"), bytes);
        return folder.File("file.safetensors");
    }
}
