using System.Text.Json.Nodes;
using KoSparse.Encoding.Configuration;

namespace KoSparse.Torch.Tests.Modeling.Encoders;

public sealed class EncoderJsonTests
{
    /// <summary>The architecture that A.X-Encoder's file describes, in the words of that file.</summary>
    private const string ModernBert = """
        {
          "model_type": "modernbert", "vocab_size": 50000, "hidden_size": 768, "num_hidden_layers": 22, "num_attention_heads": 12,
          "intermediate_size": 1152, "max_position_embeddings": 16384, "norm_eps": 1e-05, "layer_norm_eps": 1e-12, "pad_token_id": 49999,
          "hidden_activation": "gelu", "global_attn_every_n_layers": 4, "local_attention": 96, "position_embedding_type": "absolute",
          "attention_bias": false, "global_rope_theta": 120000, "local_rope_theta": 9000.0, "mlp_dropout": 0.0
        }
        """;

    [Fact]
    public void Read_ModernBert_TakesItsOwnNames()
    {
        EncoderConfig config = EncoderJson.Read(JsonNode.Parse(ModernBert)!.AsObject(), "config.json");

        Assert.Equal(
            new AttentionPattern { GlobalEvery = 4, Window = 96, GlobalTheta = 120_000, LocalTheta = 9000 }, config.Attention);
        Assert.Equal((EncoderFamily.ModernBert, 1e-5, 0.0, 49999), (config.Family, config.LayerNormEpsilon, config.Dropout, config.PaddingId));
        Assert.Equal((0, 16384), (config.FirstPosition, config.MaxLength));
    }

    [Fact]
    public void Read_NewerModernBert_TakesRopeParametersAndLayerTypes()
    {
        JsonObject json = JsonNode.Parse(ModernBert)!.AsObject();
        foreach (string old in (string[])["global_attn_every_n_layers", "global_rope_theta", "local_rope_theta"])
        {
            json.Remove(old);
        }

        json["num_hidden_layers"] = 4;
        json["layer_types"] = JsonNode.Parse("""["full_attention", "sliding_attention", "full_attention", "sliding_attention"]""");
        json["rope_parameters"] = JsonNode.Parse("""{ "full_attention": { "rope_theta": 7e4 }, "sliding_attention": { "rope_theta": 5e3 } }""");

        AttentionPattern attention = EncoderJson.Read(json, "config.json").Attention;

        Assert.Equal(new AttentionPattern { GlobalEvery = 2, Window = 96, GlobalTheta = 70_000, LocalTheta = 5000 }, attention);
    }

    [Fact]
    public void Read_NoLocalTheta_TurnsAsGlobalLayersDo()
    {
        JsonObject json = JsonNode.Parse(ModernBert)!.AsObject();
        json["local_rope_theta"] = null;

        Assert.Equal(120_000, EncoderJson.Read(json, "config.json").Attention.LocalTheta);
    }

    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.Roberta)]
    [InlineData(EncoderFamily.XlmRoberta)]
    [InlineData(EncoderFamily.DistilBert)]
    [InlineData(EncoderFamily.Electra)]
    [InlineData(EncoderFamily.ModernBert)]
    public void Write_ThenRead_IsTheSameEncoder(EncoderFamily family)
    {
        EncoderConfig config = TinyModel.Config(family).Encoder with
        {
            Dropout = 0.25,
            LayerNormEpsilon = family == EncoderFamily.DistilBert ? 1e-12 : 3e-6, // which DistilBERT's files do not say
        };
        if (family == EncoderFamily.ModernBert)
        {
            config = config with { Attention = new AttentionPattern { GlobalEvery = 2, Window = 6, GlobalTheta = 50, LocalTheta = 7 } };
        }

        Assert.Equal(config, EncoderJson.Read(JsonNode.Parse(EncoderJson.Write(config).ToJsonString())!.AsObject(), "config.json"));
    }
}
