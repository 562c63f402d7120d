using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Modeling;

public sealed class HuggingFaceConfigTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.DistilBert)]
    [InlineData(EncoderFamily.Electra)]
    [InlineData(EncoderFamily.ModernBert)]
    public void Read_WhatWasWritten_IsTheSame(EncoderFamily family)
    {
        HuggingFaceConfig config = new(TinyModel.Config(family), new EncodeOptions
        {
            QueryEncoder = QueryEncoding.Idf,
            MaxLength = 32,
            MaxWindows = 3,
            ExpansionShare = 0.5,
            ExpansionTerms = 40,
            Variants = new VariantOptions { WordStart = 0.6f, Syllable = 0.3f, Family = 0.2f },
            Pruning = new PruningOptions { MaxTerms = 77, MaxRatio = 0.15f, ForeignRatio = 0.4f },
        });

        config.Write(_folder.FullName, TinyText.Tokenizer());

        Assert.Equal(config, HuggingFaceConfig.Read(_folder.FullName));
        Assert.Null(Json()["kosparse"]!["encoder"]); // said by the fields that all readers know
    }

    /// <summary>Each setting is read by name: this fails when one is written that nobody reads.</summary>
    [Fact]
    public void Read_EverySettingOtherThanItsDefault_IsTheSame()
    {
        HuggingFaceConfig config = new(
            TinyModel.Config() with
            {
                Expansion = false,
                Activation = Activation.Log1pRelu,
                ContextGate = new ContextGateOptions { Hidden = 24, Heads = 2, Dropout = 0.25, InitialBias = 1.5 },
                LexicalPrior = new LexicalPriorOptions { K1 = 0.9, B = 0.4, TitleWeight = 3, LearnedShare = 0.6, AverageLength = 77 },
            },
            new EncodeOptions
            {
                QueryEncoder = QueryEncoding.Idf,
                MaxLength = 31,
                MaxWindows = 5,
                ExpansionShare = 1,
                Variants = new VariantOptions { WordStart = 0.61f, Syllable = 0.32f, Family = 0.23f },
                Pruning = new PruningOptions { MaxTerms = 78, MaxRatio = 0.16f, ForeignRatio = 0.41f },
            });

        config.Write(_folder.FullName, TinyText.Tokenizer());

        Assert.Equal(config, HuggingFaceConfig.Read(_folder.FullName));
        JsonObject usual = JsonSerializer.SerializeToNode(
            new { ContextGate = new ContextGateOptions(), LexicalPrior = new LexicalPriorOptions(), Expansion = true, Encode = new EncodeOptions { Variants = new() } },
            SnakeCaseJson.Options)!.AsObject();
        usual["encode"]!.AsObject().Remove("expansion_share"); // these need expansion
        usual["encode"]!.AsObject().Remove("expansion_terms");
        Assert.DoesNotContain(Leaves(usual), leaf => Json()["kosparse"] is var ours && leaf.Path.Aggregate(ours, (node, name) => node![name])?.ToJsonString() == leaf.Value);
    }

    /// <summary>A bare encoder reads as much as it can, up to our default.</summary>
    [Fact]
    public void Read_NothingOfOurs_TakesTheEncodersLength()
    {
        JsonObject json = Written();
        json.Remove("kosparse");
        File.WriteAllText(ConfigFile, json.ToJsonString());

        (SparseModelConfig model, EncodeOptions encode) = HuggingFaceConfig.Read(_folder.FullName);

        Assert.Equal((40, true, null), (encode.MaxLength, model.Expansion, encode.Variants));
        Assert.False(HuggingFaceConfig.IsOurs(_folder.FullName));
    }

    /// <summary>Files of before had what is now under encode beside the architecture.</summary>
    [Fact]
    public void Read_FileOfBefore_FindsEverything_Issue18()
    {
        JsonObject json = Written();
        JsonObject ours = json["kosparse"]!.AsObject();
        ours.Remove("encode");
        ours["query_encoder"] = "idf";
        ours["max_length"] = 30;
        ours["max_windows"] = 2;
        ours["expansion_share"] = 0.25;
        ours["variants"] = JsonNode.Parse("""{ "word_start": 0.5 }""");
        ours["pruning"] = JsonNode.Parse("""{ "max_ratio": 0.125 }""");
        File.WriteAllText(ConfigFile, json.ToJsonString());

        HuggingFaceConfig read = HuggingFaceConfig.Read(_folder.FullName);

        Assert.Equal(TinyModel.Config(), read.Model);
        Assert.Equal(
            new EncodeOptions
            {
                QueryEncoder = QueryEncoding.Idf,
                MaxLength = 30,
                MaxWindows = 2,
                ExpansionShare = 0.25,
                Variants = new VariantOptions { WordStart = 0.5f },
                Pruning = new PruningOptions { MaxRatio = 0.125f },
            },
            read.Encode);
    }

    /// <summary>People edit this section: what they mistype is said.</summary>
    [Theory]
    [InlineData("max_lenght", "10", "max_lenght")]
    [InlineData("max_length", "3", "max_length")]
    [InlineData("max_length", "41", "the encoder reads at most 40")]
    [InlineData("max_windows", "0", "max_windows")]
    [InlineData("expansion_share", "1.5", "expansion_share")]
    [InlineData("pruning", "null", "pruning")]
    [InlineData("pruning", """{ "max_ratio": 2 }""", "max_ratio")]
    public void Read_EditedWrongly_SaysWhichSetting(string name, string value, string expected)
    {
        JsonObject json = Written();
        json["kosparse"]!["encode"]![name] = JsonNode.Parse(value);
        File.WriteAllText(ConfigFile, json.ToJsonString());

        CheckpointException exception = Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Read(_folder.FullName));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string[] Path, string? Value)> Leaves(JsonObject json) => json.SelectMany(field => field.Value is JsonObject inner
        ? Leaves(inner).Select(leaf => (leaf.Path.Prepend(field.Key).ToArray(), leaf.Value))
        : [(new[] { field.Key }, field.Value?.ToJsonString())]);

    private JsonObject Written()
    {
        new HuggingFaceConfig(TinyModel.Config(), TinyModel.Encode).Write(_folder.FullName, TinyText.Tokenizer());
        return Json();
    }

    private string ConfigFile => Path.Combine(_folder.FullName, "config.json");

    private JsonObject Json() => JsonNode.Parse(File.ReadAllText(ConfigFile))!.AsObject();
}
