using KoSparse.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Gates;
using KoSparse.Modeling.Lexical;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training;
using KoSparse.Training.Building;
using KoSparse.Vectors;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Building;

public sealed class ModelBuilderTests : IDisposable
{
    private readonly TinyRun _files = new();
    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();

    public void Dispose() => _files.Dispose();

    /// <summary>The start's families stay where variants take them; families that are named take their place.</summary>
    [Theory]
    [InlineData(true, null, 1)]
    [InlineData(false, null, null)]
    [InlineData(true, "other_families", 0)]
    public void Build_FromAModelWithFamilies_KeepsThem(bool variants, string? named, int? expected)
    {
        using (SparseModel start = new(TinyModel.Config(), seed: 1) { Families = new(TinyText.Families()) })
        {
            ModelFolder.Save(_files.File("start"), start, _files.File("tokenizer"), _tokenizer, null);
        }

        new WordFamilies(new Dictionary<int, IReadOnlyList<(int, float)>>()).Write(_files.File("other_families"), _tokenizer);
        ModelOptions options = new()
        {
            Name = _files.File("start"),
            MaxLength = 24,
            Variants = variants ? new VariantOptions() : null,
            Families = named is null ? null : _files.File(named),
        };

        using SparseModel model = ModelBuilder.Build(options, _tokenizer, [], seed: 1, CPU).Model;

        Assert.Equal(expected, model.Families.Value?.Count);
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

        Exception? thrown = Record.Exception(() => ModelBuilder.Build(options, _tokenizer, [], seed: 1, CPU).Model.Dispose());

        if (named is null)
        {
            Assert.Null(thrown);
        }
        else
        {
            Assert.Contains(named, Assert.IsType<TrainingException>(thrown).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What is kept has the weights that it had.</summary>
    [Fact]
    public void Build_FewerLayers_LeavesOutTheUpperOnes()
    {
        ModelOptions options = new() { Name = _files.File("teacher"), MaxLength = 24 };
        (SparseModel whole, _) = ModelBuilder.Build(options, _tokenizer, [], seed: 1, CPU);
        (SparseModel kept, LoadReport? report) = ModelBuilder.Build(options with { Layers = 1 }, _tokenizer, [], seed: 1, CPU);
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
        ModelOptions options = new() { Name = _files.File("teacher"), MaxLength = 24, Layers = 3 };

        TrainingException exception = Assert.Throws<TrainingException>(() => ModelBuilder.Build(options, _tokenizer, [], seed: 1, CPU));

        Assert.Contains("model.layers is 3, but", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Ten words and a title of one that counts three times: 13, in however many windows they are read.</summary>
    [Theory]
    [InlineData(24, 1)]
    [InlineData(8, 4)]
    public void Build_LongTexts_MeasuresThemWhole(int maxLength, int maxWindows)
    {
        ModelOptions options = Options(new LexicalPriorOptions { TitleWeight = 3 }) with { MaxLength = maxLength, MaxWindows = maxWindows };
        string text = $"등대\n{string.Join(' ', Enumerable.Repeat("등대", 10))}";

        using SparseModel model = ModelBuilder.Build(options, _tokenizer, [text], seed: 1, CPU).Model;

        Assert.Equal(13, model.Config.LexicalPrior!.AverageLength);
    }

    [Fact]
    public void Build_GateHeadsThatDoNotDivideTheWidth_SaysSo()
    {
        ModelOptions options = Options(new LexicalPriorOptions()) with { ContextGate = new ContextGateOptions { Hidden = 8, Heads = 5 } };

        TrainingException exception = Assert.Throws<TrainingException>(() => ModelBuilder.Build(options, _tokenizer, [TinyText.Sentence(1)], seed: 1, CPU));

        Assert.Contains("model.context_gate.heads is 5, which does not divide the encoder's width, 16", exception.Message, StringComparison.Ordinal);
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
        ModelOptions options = new() { Name = "start", Families = "families" };

        Assert.Equal("has no effect without variants", Assert.Single(options.Validate(null!)).ErrorMessage);
    }

    private ModelOptions Options(LexicalPriorOptions prior) => new()
    {
        Encoder = new EncoderSizes { HiddenSize = 16, Layers = 1, Heads = 2, IntermediateSize = 32, MaxPositions = 40 },
        Tokenizer = _files.File("tokenizer"),
        MaxLength = 24,
        LexicalPrior = prior,
    };
}
