using KoSparse.Configuration;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training;
using KoSparse.Training.Building;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Building;

public sealed class ModelBuilderTests : IDisposable
{
    private readonly TinyRun _files = new();
    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();
    private readonly EncodeOptions _encode = new() { MaxLength = 24 };

    public void Dispose() => _files.Dispose();

    /// <summary>The start's families stay where variants take them; families that are named take their place.</summary>
    [Theory]
    [InlineData(true, null, 1)]
    [InlineData(false, null, null)]
    [InlineData(true, "other_families", 0)]
    public void FamiliesOf_ModelWithFamilies_AreKept(bool variants, string? named, int? expected)
    {
        using (SparseModel start = new(TinyModel.Config(), seed: 1))
        {
            TinyModel.Save(_files.File("start"), start, _files.File("tokenizer"), families: TinyText.Families());
        }

        new WordFamilies(new Dictionary<int, IReadOnlyList<(int, float)>>()).Write(_files.File("other_families"), _tokenizer);
        EncodeOptions encode = _encode with { Variants = variants ? new VariantOptions() : null, Families = named is null ? null : _files.File(named) };

        WordFamilies? families = ModelBuilder.FamiliesOf(new ModelOptions { Name = _files.File("start") }, encode, _tokenizer);

        Assert.Equal(expected, families?.Count);
    }

    /// <summary>k1, b and the weight of titles are weights of the start: another value would be read and lost.</summary>
    [Theory]
    [InlineData(1.2, 0.9, null, "b 0.75")]
    [InlineData(2.0, 0.75, null, "k1 1.2")]
    [InlineData(1.2, 0.75, 50.0, "average_length 9")]
    [InlineData(1.2, 0.75, null, null)]
    public void Build_OtherPriorThanTheStart_SaysWhatTheStartHas(double k1, double b, double? averageLength, string? named)
    {
        ModelOptions options = Options(new LexicalPriorOptions { K1 = k1, B = b, AverageLength = averageLength }) with { Name = _files.File("teacher"), Encoder = null };

        Exception? thrown = Record.Exception(() => ModelBuilder.Build(options, _encode, _tokenizer, [], seed: 1, CPU).Model.Dispose());

        if (named is null)
        {
            Assert.Null(thrown);
        }
        else
        {
            Assert.Contains(named, Assert.IsType<TrainingException>(thrown).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The start's stays, unless another is named.</summary>
    [Theory]
    [InlineData(null, Activation.Log1pRelu)]
    [InlineData(Activation.Relu, Activation.Relu)]
    public void Build_StartOfTwoLogarithms_KeepsThemUnlessTold(Activation? named, Activation expected)
    {
        using (SparseModel start = new(TinyModel.Config() with { Activation = Activation.Log1pRelu }, seed: 1))
        {
            TinyModel.Save(_files.File("start"), start, _files.File("tokenizer"));
        }

        (SparseModel built, _) = ModelBuilder.Build(
            new ModelOptions { Name = _files.File("start"), Activation = named }, _encode, _tokenizer, [], seed: 1, CPU);
        using (built)
        {
            Assert.Equal(expected, built.Config.HeadActivation);
        }
    }

    /// <summary>What is kept has the weights that it had.</summary>
    [Fact]
    public void Build_FewerLayers_LeavesOutTheUpperOnes()
    {
        ModelOptions options = new() { Name = _files.File("teacher") };
        (SparseModel whole, _) = ModelBuilder.Build(options, _encode, _tokenizer, [], seed: 1, CPU);
        (SparseModel kept, LoadReport? report) = ModelBuilder.Build(options with { Layers = 1 }, _encode, _tokenizer, [], seed: 1, CPU);
        using (whole)
        using (kept)
        {
            Assert.Equal(1, kept.Config.Encoder.Layers);
            Assert.All(report!.Unused, name => Assert.Matches(@"layer\.1|lexical_prior|context_gate", name));
            Assert.Contains(report.Unused, name => name.Contains("layer.1", StringComparison.Ordinal));
            Dictionary<string, float> sums = whole.named_parameters().ToDictionary(p => p.name, p => p.parameter.sum().item<float>());
            Assert.All(kept.named_parameters(), p => Assert.Equal(sums[p.name], p.parameter.sum().item<float>()));
        }
    }

    [Fact]
    public void Build_MoreLayersThanThereAre_SaysSo()
    {
        ModelOptions options = new() { Name = _files.File("teacher"), Layers = 3 };

        TrainingException exception = Assert.Throws<TrainingException>(() => ModelBuilder.Build(options, _encode, _tokenizer, [], seed: 1, CPU));

        Assert.Contains("model.layers is 3, but", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Ten words and a title of one that counts three times: 13, in however many windows they are read.</summary>
    [Theory]
    [InlineData(24, 1)]
    [InlineData(8, 4)]
    public void Build_LongTexts_MeasuresThemWhole(int maxLength, int maxWindows)
    {
        ModelOptions options = Options(new LexicalPriorOptions { TitleWeight = 3 });
        Document text = new("", "등대", string.Join(' ', Enumerable.Repeat("등대", 10)));

        using SparseModel model = ModelBuilder.Build(options, new EncodeOptions { MaxLength = maxLength, MaxWindows = maxWindows }, _tokenizer, [text], seed: 1, CPU).Model;

        Assert.Equal(13, model.Config.LexicalPrior!.AverageLength);
    }

    [Fact]
    public void Build_GateHeadsThatDoNotDivideTheWidth_SaysSo()
    {
        ModelOptions options = Options(new LexicalPriorOptions()) with { ContextGate = new ContextGateOptions { Hidden = 8, Heads = 5 } };

        TrainingException exception = Assert.Throws<TrainingException>(() => ModelBuilder.Build(options, _encode, _tokenizer, [Document.Of(TinyText.Sentence(1))], seed: 1, CPU));

        Assert.Contains("model.context_gate.heads is 5, which does not divide the encoder's width, 16", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FrozenEncoder_LeavesHeadAndGateToLearn()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelOptions options = new() { Name = _files.File("teacher"), FrozenEncoder = true, ContextGate = new ContextGateOptions { Hidden = 8, Heads = 2 }, LexicalPrior = new LexicalPriorOptions { AverageLength = 9 } };
        using SparseModel model = ModelBuilder.Build(options, _encode, _tokenizer, [], seed: 1, CPU).Model;
        Tensor ids = tensor(new long[,] { { 2, 7, 8, 9, 3 } });

        model.Forward(ids, ones_like(ids, @bool), ones_like(ids, @bool)).WeightsBV.sum().backward();

        string[] reached = [.. model.named_parameters().Where(p => p.parameter.grad is not null).Select(p => p.name)];
        Assert.Contains("head.dense.weight", reached);
        Assert.Contains(reached, name => name.StartsWith("context_gate.", StringComparison.Ordinal));
        Assert.DoesNotContain(reached, name => name.StartsWith("bert.", StringComparison.Ordinal) || name.StartsWith("lexical_prior.", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_FrozenEncoderWithoutExpansion_LeavesTheTermWeightsToLearn()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelOptions options = new() { Name = _files.File("teacher"), FrozenEncoder = true, Expansion = false, LexicalPrior = new LexicalPriorOptions { AverageLength = 9 } };
        using SparseModel model = ModelBuilder.Build(options, _encode, _tokenizer, [], seed: 1, CPU).Model;
        Tensor ids = tensor(new long[,] { { 2, 7, 8, 9, 3 } });

        model.Forward(ids, ones_like(ids, @bool), ones_like(ids, @bool)).WeightsBV.sum().backward();

        Assert.All(
            model.named_parameters().Where(p => p.parameter.grad is not null),
            p => Assert.StartsWith("lexical_prior.", p.name, StringComparison.Ordinal));
        Assert.NotNull(model.named_parameters().Single(p => p.name == "lexical_prior.importance.weight").parameter.grad);
    }

    [Fact]
    public void Build_OutputBias_LowersEveryLogit()
    {
        ModelOptions options = Options(new LexicalPriorOptions { AverageLength = 9 }) with { OutputBias = -1.5 };

        using SparseModel model = ModelBuilder.Build(options, _encode, _tokenizer, [], seed: 1, CPU).Model;

        Assert.All(model.OutputBias!.data<float>(), bias => Assert.Equal(-1.5f, bias));
    }

    [Fact]
    public void Read_HeadsThatDoNotDivideTheWidth_SaysSo()
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => _files.Config("model.encoder.heads=3"));

        Assert.Contains("must divide hidden_size (16), is 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_FamiliesWithoutVariants_SaysThatTheyHaveNoEffect()
    {
        EncodeOptions encode = new() { Families = "families" };

        Assert.Equal("families: has no effect without variants", Assert.Single(encode.FaultsWith(TinyModel.Config())));
    }

    private ModelOptions Options(LexicalPriorOptions prior) => new()
    {
        Encoder = new EncoderSizes { HiddenSize = 16, Layers = 1, Heads = 2, IntermediateSize = 32, MaxPositions = 40 },
        Tokenizer = _files.File("tokenizer"),
        LexicalPrior = prior,
    };
}
