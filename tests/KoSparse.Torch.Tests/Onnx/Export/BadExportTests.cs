using Google.Protobuf;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Onnx.Export;
using KoSparse.Onnx.Layers;
using KoSparse.Onnx.Weights;
using KoSparse.Text;
using KoSparse.Torch.Tests.Modeling.Heads;
using Onnx;

namespace KoSparse.Torch.Tests.Onnx.Export;

/// <summary>Models that cannot be exported, places that cannot be written, and files that are no exports.</summary>
public sealed class BadExportTests : IDisposable
{
    private readonly ExportedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_NoWeights_SaysSoAndLeavesTheFileAsItWas()
    {
        string model = _folder.Save(TinyModel.Config());
        File.Delete(Path.Combine(model, "model.safetensors"));
        File.WriteAllText(_folder.File("model.onnx"), "before");

        Exception exception = Assert.ThrowsAny<Exception>(() => _folder.Export(model, new OnnxExportOptions()));

        Assert.StartsWith($"{model}: no model.safetensors", exception.Message, StringComparison.Ordinal);
        AssertOnly("before");
    }

    [Fact]
    public void Write_TensorMissing_IsNamedAndNothingIsLeft()
    {
        string model = _folder.Save(TinyModel.Config() with { ContextGate = null });
        string config = Path.Combine(model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"kosparse\": {", "\"kosparse\": { \"context_gate\": { \"hidden\": 8, \"heads\": 2 },", StringComparison.Ordinal));

        CheckpointException exception = Assert.Throws<CheckpointException>(() => _folder.Export(model, new OnnxExportOptions()));

        Assert.Contains("context_gate", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("model.onnx")));
    }

    [Fact]
    public void Write_LogitsOfAHeadThatIsNotServed_SaysWhatToDo()
    {
        string model = _folder.Save(TinyModel.Config(), share: 0);

        CheckpointException exception = Assert.Throws<CheckpointException>(
            () => _folder.Export(model, new OnnxExportOptions { Outputs = ExportedOutputs.Logits }));

        Assert.Contains("--set encode.expansion_share=1", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("model.onnx")));
    }

    [Fact]
    public void Write_LogitsOfAHeadThatReadsTheWholeText_AreRefused()
    {
        string model = _folder.Save(ColumnHeadTests.Config());

        CheckpointException exception = Assert.Throws<CheckpointException>(
            () => _folder.Export(model, new OnnxExportOptions { Outputs = ExportedOutputs.Logits }));

        Assert.Contains("no token has logits of its own", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taken/model.onnx")] // below a file
    [InlineData("folder")] // itself a folder
    public void Write_PlaceThatCannotBeWritten_IsNamed(string place)
    {
        string model = _folder.Save(TinyModel.Config());
        File.WriteAllText(_folder.File("taken"), "");
        Directory.CreateDirectory(_folder.File("folder"));
        using OpenModel open = OpenModel.Open(model);

        IOException exception = Assert.Throws<IOException>(() => OnnxExport.Write(open, _folder.File(place), new OnnxExportOptions()));

        Assert.StartsWith($"{_folder.File(place)}: could not be written", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(_folder.File(".")), entry => entry.Contains(".writing", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_Missing_SaysHowToMakeOne() => AssertRefused("no such file");

    [Fact]
    public void Open_Empty_IsRefused()
    {
        File.WriteAllText(_folder.File("model.onnx"), "");

        InputException exception = Assert.Throws<InputException>(() => ExportedModel.Open(_folder.File("model.onnx"), TinyText.Tokenizer()));

        Assert.Contains("the file is empty", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public void Open_Truncated_IsRefused(double kept)
    {
        string path = _folder.Export(_folder.Save(TinyModel.Config()), new OnnxExportOptions());
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(int)(bytes.Length * kept)]);

        AssertRefused("ONNX Runtime cannot open it");
    }

    /// <summary>Whatever a byte does, the file is refused or gives vectors; it never ends the process.</summary>
    [Fact]
    public void Open_BytesChanged_IsRefusedOrRuns()
    {
        string path = _folder.Export(_folder.Save(TinyModel.Config()), new OnnxExportOptions());
        byte[] bytes = File.ReadAllBytes(path);
        Tokenizer tokenizer = TinyText.Tokenizer();
        int refused = 0;
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i * 37 % Math.Min(bytes.Length, 4096)] ^= 0x55;
            File.WriteAllBytes(path, damaged);
            try
            {
                using ExportedModel model = ExportedModel.Open(path, tokenizer);
                Assert.Equal(ExportedFolder.Documents.Length, model.Encode(ExportedFolder.Documents).Count);
            }
            catch (CheckpointException exception)
            {
                Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 10, 60);
    }

    [Fact]
    public void Open_GraphOfSomethingElse_SaysWhatItIs()
    {
        string model = _folder.Save(TinyModel.Config());
        using (NetworkWeights weights = new(model, EncoderFamily.Bert))
        {
            File.WriteAllBytes(_folder.File("model.onnx"), NetworkGraphs.Body(weights, TinyModel.Config(), WeightPrecision.Fp32));
        }

        AssertRefused("its outputs are hidden_states, importance");
    }

    [Fact]
    public void Open_OtherTokenizer_IsRefused()
    {
        string path = _folder.Export(_folder.Save(TinyModel.Config()), new OnnxExportOptions());
        Tokenizer other = TinyText.WriteTokenizer(_folder.File("other"), TinyText.Vocabulary.Append("새말"));

        CheckpointException exception = Assert.Throws<CheckpointException>(() => ExportedModel.Open(path, other));

        Assert.Contains("made for another tokenizer", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>As other programs write large models: a tensor that says in which file it lies (fields 13 and 14 of the format).</summary>
    [Fact]
    public void Open_ExternalDataMissing_NamesIt()
    {
        string path = _folder.Export(_folder.Save(TinyModel.Config()), new OnnxExportOptions());
        ModelProto file = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        TensorProto tensor = file.Graph.Initializer.First(t => t.Dims.Count == 2 && t.DataType == (int)TensorProto.Types.DataType.Float);
        tensor.RawData = ByteString.Empty;
        byte[] location = new StringStringEntryProto { Key = "location", Value = "weights.bin" }.ToByteArray();
        byte[] external = [.. tensor.ToByteArray(), (13 << 3) | 2, (byte)location.Length, .. location, 14 << 3, 1];
        file.Graph.Initializer[file.Graph.Initializer.IndexOf(tensor)] = TensorProto.Parser.ParseFrom(external);
        File.WriteAllBytes(path, file.ToByteArray());

        AssertRefused("weights.bin");
    }

    private void AssertRefused(string reason)
    {
        string path = _folder.File("model.onnx");
        CheckpointException exception = Assert.Throws<CheckpointException>(() => ExportedModel.Open(path, TinyText.Tokenizer()));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private void AssertOnly(string content)
    {
        Assert.Equal(content, File.ReadAllText(_folder.File("model.onnx")));
        Assert.Single(Directory.GetFiles(_folder.File(".")));
    }
}
