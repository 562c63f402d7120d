using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Networks;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling;
using KoSparse.Modeling.Networks;
using KoSparse.Onnx;
using KoSparse.Onnx.Weights;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Onnx;

/// <summary>The same folders and texts by torch and by ONNX Runtime.</summary>
public sealed class OnnxNetworkTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private static readonly PruningOptions Least = new() { MaxTerms = 4096 };

    private static readonly Document[] Documents =
        [.. Enumerable.Range(0, 24).Select(i => new Document($"{i}", i % 2 == 0 ? TinyText.Title(i) : "", TinyText.Sentence(i)))];

    /// <summary>Texts of one to four windows for the shipped model.</summary>
    private static readonly Document[] Shipped =
    [
        new("a", "등대", "바닷가 절벽 위의 등대는 백 년 동안 밤마다 배들에게 길을 알려 주었다. 지금은 사람 없이 전기로 불을 켠다."),
        new("b", "", "할머니는 장독대에서 된장을 떠다가 두부와 호박을 넣고 찌개를 끓이셨다."),
        new("c", "산골 도서관", string.Join(' ', Enumerable.Range(1, 40).Select(i => $"{i}번 서가에는 마을 사람들이 모은 책이 꽂혀 있다."))),
        new("d", "", "눈"),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-onnx-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>With expansion, gate and prior, in one to three windows, padded.</summary>
    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.Roberta)]
    [InlineData(EncoderFamily.XlmRoberta)]
    [InlineData(EncoderFamily.DistilBert)]
    [InlineData(EncoderFamily.Electra)]
    [InlineData(EncoderFamily.ModernBert)]
    public void EncodeDocuments_EveryFamily_AgreesWithTorch(EncoderFamily family)
    {
        string folder = Saved(TinyModel.Config(family));

        AssertAgree(folder, Documents);
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    public void EncodeDocuments_PartsLeftOut_AgreesWithTorch(bool gate, bool prior, bool expansion)
    {
        SparseModelConfig all = TinyModel.Config();
        string folder = Saved(all with
        {
            ContextGate = gate ? all.ContextGate : null,
            LexicalPrior = prior ? all.LexicalPrior : null,
            Expansion = expansion,
        });

        AssertAgree(folder, Documents);
    }

    /// <summary>A head that reads the whole of each window, its heaviest terms alone, with and without a gate.</summary>
    [Theory]
    [InlineData(null, true)]
    [InlineData(3, false)]
    public void EncodeDocuments_HeadWithColumns_AgreesWithTorch_Issue23(int? terms, bool gate)
    {
        SparseModelConfig config = TinyModel.Config() with { ExpansionColumns = 6 };
        string folder = Saved(gate ? config : config with { ContextGate = null });

        AssertAgree(folder, Documents, encode => encode with { ExpansionTerms = terms });
    }

    /// <summary>In one to three windows.</summary>
    [Fact]
    public void EncodeDocuments_SecondLogarithm_AgreesWithTorch() => AssertAgree(Saved(TinyModel.Config() with { Activation = Activation.Log1pRelu }), Documents);

    /// <summary>Real sizes, 16-bit weights, a vocabulary of several blocks; its head is trained, though it is not served.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void EncodeDocuments_ShippedModel_AgreesWithTorch(double share)
    {
        AssertAgree(
            Path.Combine(Repository.Root, "models", "mini"), Shipped,
            encode => encode with { ExpansionShare = share, Pruning = Least });
    }

    /// <summary>The larger one, with all terms of its head: which is the last of the heaviest may differ by a rounding.</summary>
    [Fact]
    public void EncodeDocuments_ShippedBase_AgreesWithTorch_Issue23() =>
        AssertAgree(Path.Combine(Repository.Root, "models", "base"), Shipped, encode => encode with { ExpansionTerms = null, Pruning = Least });

    /// <summary>Whether none of a text's logits, a few or all are above zero: what is not computed in full is below.</summary>
    [Theory]
    [InlineData(-100)]
    [InlineData(-0.7f)]
    [InlineData(100)]
    public void EncodeDocuments_LogitsAboveZeroOrBelow_AgreesWithTorch_Issue20(float bias)
    {
        string folder = Saved(TinyModel.Config(), model =>
        {
            using IDisposable _ = TorchSharp.torch.no_grad();
            model.named_parameters().Single(parameter => parameter.name == "head.bias").parameter.fill_(bias);
        });

        AssertAgree(folder, Documents);
    }

    /// <summary>Rounded weights, several windows a text: every heavy term is there, and weighs about the same.</summary>
    [Theory]
    [InlineData(WeightPrecision.Fp16, 0, 1e-4)]
    [InlineData(WeightPrecision.Int8, 0, 0.06)]
    [InlineData(WeightPrecision.Int8, 1, 0.2)]
    public void EncodeDocuments_RoundedWeights_AreCloseToTorch_Issue20(WeightPrecision precision, double share, double tolerance)
    {
        string folder = Path.Combine(Repository.Root, "models", "mini");
        EncodeOptions Change(EncodeOptions encode) => encode with { ExpansionShare = share, Variants = null, Pruning = Least };
        using OpenModel torch = OpenModel.Open(folder, TorchNetwork.Open, Change);
        using OpenModel onnx = OpenModel.Open(folder, (path, config) => OnnxNetwork.Open(path, config, precision), Change);

        SparseVector[] expected = [.. torch.Encoder.EncodeDocuments(Shipped)];
        SparseVector[] found = [.. onnx.Encoder.EncodeDocuments(Shipped)];

        Assert.All(expected.Zip(found), pair =>
        {
            Dictionary<int, float> weights = pair.Second.Terms().ToDictionary(term => term.TokenId, term => term.Weight);
            TermWeight[] heavy = [.. pair.First.Terms().Where(term => term.Weight > tolerance)];
            Assert.NotEmpty(heavy);
            Assert.All(heavy, term => Assert.InRange(Math.Abs(term.Weight - weights.GetValueOrDefault(term.TokenId)), 0, tolerance));
        });
    }

    /// <summary>Against what another implementation computed: <c>tests/golden/encoders/make_encoders.py</c>.</summary>
    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("xlm-roberta")]
    [InlineData("modernbert")]
    public void Run_GoldenWeights_AgreesWithTheOtherImplementation(string name)
    {
        string folder = Path.Combine(Repository.Root, "tests", "golden", "encoders", name);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        int[][] ids = Read(golden, "ids", e => e.GetInt32());
        bool[][] mask = Read(golden, "mask", e => e.GetBoolean());
        float[][] logits = Read(golden, "max_logits", e => e.GetSingle());
        WindowBatch batch = WindowBatch.Of(
            ids.Select((row, i) => new Window([.. row.Take(mask[i].Count(real => real))])), TinyText.Tokenizer());
        using OnnxNetwork network = OnnxNetwork.Open(folder, HuggingFaceConfig.Read(folder).Model);

        float[] found = network.Run(batch, expansion: true).ExpansionTV!;

        float[] expected = [.. logits.SelectMany(row => row).Select(logit => float.LogP1(Math.Max(0, logit)))];
        Assert.Equal(expected.Length, found.Length);
        Assert.Contains(expected, weight => weight > 0.1);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, golden.RootElement.GetProperty("tolerance").GetDouble()));
    }

    [Fact]
    public void Run_NoExpansionWanted_GivesImportanceAlone()
    {
        string folder = Saved(TinyModel.Config());
        WindowBatch batch = WindowBatch.Of([new Window([2, 7, 9, 3]), new Window([2, 7, 3])], TinyText.Tokenizer());
        using OnnxNetwork network = OnnxNetwork.Open(folder, TinyModel.Config());

        NetworkRows rows = network.Run(batch, expansion: false);

        Assert.Null(rows.ExpansionTV);
        Assert.Equal(8, rows.ImportanceBS!.Length);
    }

    [Fact]
    public void Run_SeveralThreadsAtOnce_GivesTheSame()
    {
        using OpenModel model = OpenModel.Open(Saved(TinyModel.Config()), OnnxNetwork.Open);
        TermWeight[] alone = [.. model.Encoder.EncodeDocuments(Documents).SelectMany(vector => vector.Terms())];

        TermWeight[][] together =
        [
            .. Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
                .Select(_ => model.Encoder.EncodeDocuments(Documents).SelectMany(vector => vector.Terms()).ToArray()),
        ];

        Assert.All(together, terms => Assert.Equal(alone, terms));
    }

    [Theory]
    [InlineData("lexical_prior.log_k1")]
    [InlineData("cls.predictions.bias")]
    [InlineData("context_gate.query")]
    [InlineData("expansion.columns")]
    public void Open_TensorMissing_IsNamed(string name)
    {
        SparseModelConfig without = name[0] switch
        {
            'l' => TinyModel.Config() with { LexicalPrior = null },
            'e' => TinyModel.Config(),
            'c' when name[1] == 'l' => TinyModel.Config() with { Expansion = false, ContextGate = null },
            _ => TinyModel.Config() with { ContextGate = null },
        };
        string folder = Saved(without);

        CheckpointException exception = Assert.Throws<CheckpointException>(
            () => OnnxNetwork.Open(folder, TinyModel.Config() with { ExpansionColumns = name[0] == 'e' ? 6 : null }));

        Assert.Contains($"'{name}' is missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherShape_NamesBoth()
    {
        string folder = Saved(TinyModel.Config());
        SparseModelConfig config = TinyModel.Config();

        CheckpointException exception = Assert.Throws<CheckpointException>(
            () => OnnxNetwork.Open(folder, config with { Encoder = config.Encoder with { IntermediateSize = 48 } }));

        Assert.Contains("has shape [32, 16], the model needs [48, 16]", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertAgree(string folder, Document[] documents, Func<EncodeOptions, EncodeOptions>? change = null)
    {
        using OpenModel torch = OpenModel.Open(folder, TorchNetwork.Open, change);
        using OpenModel onnx = OpenModel.Open(folder, OnnxNetwork.Open, change);

        IReadOnlyList<SparseVector> expected = torch.Encoder.EncodeDocuments(documents);
        IReadOnlyList<SparseVector> found = onnx.Encoder.EncodeDocuments(documents);

        foreach ((SparseVector first, SparseVector second) in expected.Zip(found))
        {
            Assert.NotEqual(0, first.TokenIds.Length);
            AssertHas(first, second);
            AssertHas(second, first);
        }
    }

    /// <summary>The weights of one vector are those of another, but for those that pruning may have taken there.</summary>
    private static void AssertHas(SparseVector some, SparseVector others)
    {
        float pruned = others.TokenIds.Length == Least.MaxTerms ? others.Weights.ToArray().Min() : 0;
        Dictionary<int, float> weights = others.Terms().ToDictionary(t => t.TokenId, t => t.Weight);
        Assert.All(some.Terms(), term => Assert.Equal(
            weights.TryGetValue(term.TokenId, out float weight) ? weight : Math.Min(term.Weight, pruned), term.Weight, Tolerance));
    }

    private string Saved(SparseModelConfig config, Action<SparseModel>? change = null)
    {
        (string folder, string tokenizer) = (Path.Combine(_folder.FullName, "model"), Path.Combine(_folder.FullName, "tokenizer"));
        TinyText.WriteTokenizer(tokenizer);
        using SparseModel model = TinyModel.Trained(config);
        change?.Invoke(model);
        TinyModel.Save(folder, model, tokenizer, TinyModel.Encode with { MaxLength = 12, Pruning = Least });
        return folder;
    }

    private static T[][] Read<T>(JsonDocument golden, string name, Func<JsonElement, T> read) =>
        [.. golden.RootElement.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(read).ToArray())];
}
