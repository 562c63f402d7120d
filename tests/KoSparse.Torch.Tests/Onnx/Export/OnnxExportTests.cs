using System.IO.Compression;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Export;
using KoSparse.Onnx.Weights;
using KoSparse.Tests;
using KoSparse.Torch.Tests.Modeling.Heads;
using Microsoft.ML.OnnxRuntime;

namespace KoSparse.Torch.Tests.Onnx.Export;

/// <summary>Exported files, run by ONNX Runtime alone, against the same models by torch.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly ExportedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>With expansion, gate and prior, titles, padded.</summary>
    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.Roberta)]
    [InlineData(EncoderFamily.XlmRoberta)]
    [InlineData(EncoderFamily.DistilBert)]
    [InlineData(EncoderFamily.Electra)]
    [InlineData(EncoderFamily.ModernBert)]
    public void Write_EveryFamily_AgreesWithTorch(EncoderFamily family)
    {
        string model = _folder.Save(TinyModel.Config(family));

        Assert.InRange(_folder.Difference(model, new OnnxExportOptions(), ExportedFolder.Documents), 0, Tolerance);
    }

    [Theory]
    [InlineData(ExportedOutputs.Pooled, true, true, true, 0.3)]
    [InlineData(ExportedOutputs.Pooled, true, true, true, 0)]
    [InlineData(ExportedOutputs.Pooled, false, true, false, 1)]
    [InlineData(ExportedOutputs.Pooled, true, false, true, 0.7)]
    [InlineData(ExportedOutputs.Terms, true, true, true, 0.3)]
    [InlineData(ExportedOutputs.Terms, true, true, true, 0)]
    [InlineData(ExportedOutputs.Terms, false, true, false, 1)]
    [InlineData(ExportedOutputs.Terms, false, false, true, 1)]
    [InlineData(ExportedOutputs.Logits, true, false, true, 1)]
    [InlineData(ExportedOutputs.Logits, false, false, true, 1)]
    public void Write_EveryOutput_AgreesWithTorch(ExportedOutputs outputs, bool gate, bool prior, bool expansion, double share)
    {
        SparseModelConfig all = TinyModel.Config();
        string model = _folder.Save(
            all with { ContextGate = gate ? all.ContextGate : null, LexicalPrior = prior ? all.LexicalPrior : null, Expansion = expansion }, share);

        Assert.InRange(_folder.Difference(model, new OnnxExportOptions { Outputs = outputs }, ExportedFolder.Documents), 0, Tolerance);
    }

    [Theory]
    [InlineData(ExportedOutputs.Pooled, WeightPrecision.Fp32, Tolerance)]
    [InlineData(ExportedOutputs.Terms, WeightPrecision.Fp32, Tolerance)]
    [InlineData(ExportedOutputs.Pooled, WeightPrecision.Int8, 0.2)]
    public void Write_HeadWithColumns_AgreesWithTorch_Issue23(ExportedOutputs outputs, WeightPrecision precision, double tolerance)
    {
        string model = _folder.Save(ColumnHeadTests.Config());

        Assert.InRange(_folder.Difference(
            model, new OnnxExportOptions { Outputs = outputs, Precision = precision }, ExportedFolder.Documents,
            encode => encode with { ExpansionTerms = precision == WeightPrecision.Int8 ? null : 3 }), 0, tolerance);
    }

    [Theory]
    [InlineData(ExportedOutputs.Pooled)]
    [InlineData(ExportedOutputs.Terms)]
    [InlineData(ExportedOutputs.Logits)]
    public void Write_SecondLogarithm_AgreesWithTorch(ExportedOutputs outputs)
    {
        SparseModelConfig once = TinyModel.Config() with { LexicalPrior = null };
        string model = _folder.Save(once with { Activation = Activation.Log1pRelu });

        Assert.InRange(_folder.Difference(model, new OnnxExportOptions { Outputs = outputs }, ExportedFolder.Documents), 0, Tolerance);
    }

    /// <summary>Real sizes and 16-bit weights. Eight bits are allowed a hundredth of a heavy term's weight, about 4, and the expansion's sums of many products.</summary>
    [Theory]
    [InlineData(ExportedOutputs.Pooled, WeightPrecision.Fp32, 0, Tolerance)]
    [InlineData(ExportedOutputs.Pooled, WeightPrecision.Fp32, 1, Tolerance)]
    [InlineData(ExportedOutputs.Terms, WeightPrecision.Fp32, 0.5, Tolerance)]
    [InlineData(ExportedOutputs.Terms, WeightPrecision.Fp16, 0, Tolerance)]
    [InlineData(ExportedOutputs.Pooled, WeightPrecision.Fp16, 1, 2e-3)]
    [InlineData(ExportedOutputs.Pooled, WeightPrecision.Int8, 0, 0.04)]
    [InlineData(ExportedOutputs.Terms, WeightPrecision.Int8, 1, 0.2)]
    public void Write_ShippedModel_AgreesWithTorch(ExportedOutputs outputs, WeightPrecision precision, double share, double tolerance)
    {
        Document[] documents =
        [
            new("a", "등대", "바닷가 절벽 위의 등대는 백 년 동안 밤마다 배들에게 길을 알려 주었다. 지금은 사람 없이 전기로 불을 켠다."),
            new("b", "", "할머니는 장독대에서 된장을 떠다가 두부와 호박을 넣고 찌개를 끓이셨다."),
            new("c", "산골 도서관의 하루", string.Join(' ', Enumerable.Range(1, 40).Select(i => $"{i}번 서가에는 산골 사람들이 모은 책이 꽂혀 있다."))),
            new("d", "", "눈"),
            new("e", "눈", "눈이 오는 날, 눈!"),
        ];

        double difference = _folder.Difference(
            Path.Combine(Repository.Root, "models", "mini"), new OnnxExportOptions { Outputs = outputs, Precision = precision }, documents,
            encode => encode with { ExpansionShare = share });

        Assert.InRange(difference, 0, tolerance);
    }

    [SharedTheory("golden/models")]
    [InlineData("bert")]
    [InlineData("xlm-roberta")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    public void Write_GoldenModel_AgreesWithTorch(string family)
    {
        string model = SharedData.Get($"golden/models/{family}");
        using GZipStream unpacked = new(File.OpenRead(Path.Combine(model, "expected.jsonl.gz")), CompressionMode.Decompress);
        using StreamReader lines = new(unpacked);
        Document[] documents =
        [
            .. lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => Document.Of(JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!)),
        ];

        double[] differences =
        [
            .. Enum.GetValues<ExportedOutputs>().Select(outputs => _folder.Difference(model, new OnnxExportOptions { Outputs = outputs }, documents)),
        ];

        Assert.All(differences, difference => Assert.InRange(difference, 0, Tolerance));
    }

    /// <summary>What a reader gives who knows of neither titles nor windows, and cuts nothing: the first tokens count, padding does not.</summary>
    [Fact]
    public void Write_PlainInputsAlone_AreEnoughAndLongTextsAreCut()
    {
        string model = _folder.Save(TinyModel.Config());
        using InferenceSession session = new(_folder.Export(model, new OnnxExportOptions()));
        long[] text = [2, 7, 9, 21, 7, 30, 3];
        int longest = TinyModel.Config().Encoder.MaxLength;

        float[] alone = Run(session, text, text.Length, titles: null);
        float[] padded = Run(session, [.. text, 0, 0], text.Length, titles: null);
        float[] noTitle = Run(session, text, text.Length, titles: new long[text.Length]);
        float[] titled = Run(session, text, text.Length, titles: [0, 1, 0, 0, 0, 0, 0]);
        float[] whole = Run(session, Long(longest), longest, titles: null);
        float[] longer = Run(session, Long(longest + 9), longest + 9, titles: null);

        Assert.Equal(TinyText.Vocabulary.Length, alone.Length);
        AssertClose(alone, padded);
        AssertClose(alone, noTitle);
        Assert.True(Math.Abs(titled[7] - alone[7]) > 0.01, "a title changes the weight of its word");
        AssertClose(whole, longer);
        Assert.All(new[] { 0, 2, 3 }, special => Assert.Equal(0, alone[special]));
    }

    /// <summary>A token that an earlier window counted is read, and weighs nothing.</summary>
    [Fact]
    public void Write_CountedMask_LeavesOutWhatWasCounted()
    {
        string model = _folder.Save(TinyModel.Config() with { Expansion = false, ContextGate = null });
        using InferenceSession session = new(_folder.Export(model, new OnnxExportOptions()));

        float[] found = Run(session, [2, 7, 9, 3], 4, titles: null, counted: [1, 0, 1, 1]);

        Assert.Equal(0, found[7]);
        Assert.True(found[9] > 0);
    }

    [Fact]
    public void Write_MlCommons_HasItsTwoInputsAlone()
    {
        string model = _folder.Save(TinyModel.Config());
        using InferenceSession session = new(_folder.Export(model, new OnnxExportOptions { Inputs = InputNames.MlCommons }));

        Assert.Equal(["input1.input_ids", "input1.attention_mask"], session.InputNames);
        Assert.Equal(["output"], session.OutputNames);
        Assert.Empty(session.OverridableInitializerMetadata);
        Assert.InRange(_folder.Difference(model, new OnnxExportOptions { Inputs = InputNames.MlCommons }, [Document.Of(TinyText.Sentence(3))]), 0, Tolerance);
    }

    [Fact]
    public void Write_HeadNotServed_HasNoProductWithTheVocabulary()
    {
        string model = _folder.Save(TinyModel.Config(), share: 0);
        global::Onnx.ModelProto file = global::Onnx.ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.Export(model, new OnnxExportOptions())));

        Assert.Contains(file.Graph.Node, node => node.OpType == "ScatterElements");
        Assert.DoesNotContain(file.Graph.Node, node => node.OpType == "ReduceMax"); // over tokens
        Assert.Single(file.Graph.Initializer, tensor => tensor.Dims.Count == 2 && tensor.Dims.Contains(TinyText.Vocabulary.Length));
        Assert.Equal((8, 18), (file.IrVersion, file.OpsetImport.Single().Version));
    }

    private static float[] Run(InferenceSession session, long[] ids, int real, long[]? titles, long[]? counted = null)
    {
        long[] shape = [1, ids.Length];
        Dictionary<string, long[]> given = new() { ["input_ids"] = ids, ["attention_mask"] = [.. ids.Select((_, i) => i < real ? 1L : 0L)] };
        if (titles is not null)
        {
            given["title_mask"] = titles;
        }

        if (counted is not null)
        {
            given["counted_mask"] = counted;
        }

        using RunOptions run = new();
        Dictionary<string, OrtValue> inputs = given.ToDictionary(pair => pair.Key, pair => OrtValue.CreateTensorValueFromMemory(pair.Value, shape));
        using IDisposableReadOnlyCollection<OrtValue> found = session.Run(run, inputs, ["output"]);
        return found[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static long[] Long(int length) => [2, .. Enumerable.Range(0, length - 1).Select(i => 5L + (i % 30))];

    private static void AssertClose(float[] expected, float[] found) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
}
