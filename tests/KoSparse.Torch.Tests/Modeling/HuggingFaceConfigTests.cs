using System.Text.Json.Nodes;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoders;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Modeling;

public sealed class HuggingFaceConfigTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.ModernBert)]
    public void Read_WhatWasWritten_IsTheSame(EncoderFamily family)
    {
        SparseModelConfig config = TinyModel.Config(family) with
        {
            QueryEncoder = QueryEncoding.Idf,
            MaxWindows = 3,
            ExpansionShare = 0.5,
            Variants = new VariantOptions { WordStart = 0.6f, Syllable = 0.3f, Family = 0.2f },
            Pruning = new PruningOptions { MaxTerms = 77, MaxRatio = 0.15f, ForeignRatio = 0.4f },
        };

        HuggingFaceConfig.Write(_folder.FullName, config, TinyText.Tokenizer());

        Assert.Equal(config, HuggingFaceConfig.Read(_folder.FullName));
        Assert.Null(Json()["kosparse"]!["encoder"]); // said by the fields that all readers know
    }

    /// <summary>A bare encoder reads as much as it can, up to our default.</summary>
    [Fact]
    public void Read_NothingOfOurs_TakesTheEncodersLength()
    {
        HuggingFaceConfig.Write(_folder.FullName, TinyModel.Config(), TinyText.Tokenizer());
        JsonObject json = Json();
        json.Remove("kosparse");
        File.WriteAllText(ConfigFile, json.ToJsonString());

        SparseModelConfig config = HuggingFaceConfig.Read(_folder.FullName);

        Assert.Equal((40, true, null), (config.MaxLength, config.Expansion, config.Variants));
        Assert.False(HuggingFaceConfig.IsSparseModel(_folder.FullName));
    }

    private string ConfigFile => Path.Combine(_folder.FullName, "config.json");

    private JsonObject Json() => JsonNode.Parse(File.ReadAllText(ConfigFile))!.AsObject();
}
