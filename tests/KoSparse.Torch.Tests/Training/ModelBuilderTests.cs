using KoSparse.Modeling;
using KoSparse.Text;
using KoSparse.Training;
using KoSparse.Vectors;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training;

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

    [Fact]
    public void Validate_FamiliesWithoutVariants_SaysThatTheyHaveNoEffect()
    {
        ModelOptions options = new() { Name = "start", Families = "families" };

        Assert.Equal("has no effect without variants", Assert.Single(options.Validate(null!)).ErrorMessage);
    }
}
