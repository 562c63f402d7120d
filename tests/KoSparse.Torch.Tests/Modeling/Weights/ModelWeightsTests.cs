using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Weights;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Onnx;
using KoSparse.Safetensors;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling.Weights;

public sealed class ModelWeightsTests : IDisposable
{
    private const string Layer = """
        attention.self.query.weight attention.self.query.bias attention.self.key.weight attention.self.key.bias
        attention.self.value.weight attention.self.value.bias attention.output.dense.weight attention.output.dense.bias
        attention.output.LayerNorm.weight attention.output.LayerNorm.bias intermediate.dense.weight intermediate.dense.bias
        output.dense.weight output.dense.bias output.LayerNorm.weight output.LayerNorm.bias
        """;

    private const string Embeddings = """
        embeddings.word_embeddings.weight embeddings.position_embeddings.weight embeddings.token_type_embeddings.weight
        embeddings.LayerNorm.weight embeddings.LayerNorm.bias
        """;

    private const string Ours = """
        context_gate.query context_gate.key.weight context_gate.key.bias context_gate.value.weight context_gate.value.bias
        context_gate.output.weight context_gate.output.bias context_gate.LayerNorm.weight context_gate.LayerNorm.bias
        context_gate.dense.weight context_gate.dense.bias context_gate.decoder.weight context_gate.decoder.bias
        lexical_prior.importance.weight lexical_prior.importance.bias lexical_prior.log_k1 lexical_prior.logit_b lexical_prior.average_length
        lexical_prior.log_title_weight lexical_prior.place.weight lexical_prior.text.weight lexical_prior.text.bias
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-weights-");
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Within the ranges of each setting, a config can describe terabytes: it is refused before memory is taken.</summary>
    [Theory]
    [InlineData("\"num_hidden_layers\": 96, \"hidden_size\": 8192, \"intermediate_size\": 32768", "but its files hold")]
    [InlineData("\"num_hidden_layers\": 8, \"hidden_size\": 512, \"intermediate_size\": 2048", "but its files hold")]
    public void Open_ConfigOfAMuchLargerModel_IsRefusedBeforeMemoryIsTaken_Issue19(string sizes, string expected)
    {
        using (SparseModel model = TinyModel.Trained())
        {
            TinyText.WriteTokenizer(File("tokenizer"));
            TinyModel.Save(File("model"), model, File("tokenizer"));
        }

        string config = File("model/config.json");
        JsonObject json = JsonNode.Parse(System.IO.File.ReadAllText(config))!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse($"{{{sizes}}}")!.AsObject())
        {
            json[name] = value!.DeepClone();
        }

        System.IO.File.WriteAllText(config, json.ToJsonString());
        using OpenModel opened = TinyModel.Open(File("model"));

        CheckpointException fault = Assert.Throws<CheckpointException>(opened.ReadWeights);

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_BeyondTheMachine_IsRefused_Issue19()
    {
        SparseModelConfig config = TinyModel.Config();

        CheckpointException fault = Assert.Throws<CheckpointException>(() => new SparseModel(
            config with { Encoder = config.Encoder with { HiddenSize = 8192, Layers = 96, Heads = 64, IntermediateSize = 32768, VocabularySize = 1_000_000 } }, seed: 1));

        Assert.Contains("96 layers × 8192, vocabulary 1,000,000; this machine has", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StateDict_Keys_AreTheStoredOnes()
    {
        using SparseModel model = TinyModel.Trained();

        Assert.Equal(
            Names("bert.", "head.dense.weight head.dense.bias head.LayerNorm.weight head.LayerNorm.bias head.bias"),
            model.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>What BertForMaskedLM and XLMRobertaForMaskedLM call their tensors, without the copies that are tied.</summary>
    [Theory]
    [InlineData(EncoderFamily.Bert, "bert.", """
        cls.predictions.transform.dense.weight cls.predictions.transform.dense.bias cls.predictions.transform.LayerNorm.weight
        cls.predictions.transform.LayerNorm.bias cls.predictions.bias
        """)]
    [InlineData(EncoderFamily.XlmRoberta, "roberta.", "lm_head.dense.weight lm_head.dense.bias lm_head.layer_norm.weight lm_head.layer_norm.bias lm_head.bias")]
    public void Save_Names_AreHuggingFaces(EncoderFamily family, string prefix, string head)
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config(family));
        ModelWeights.Save(model, File("model.safetensors"));

        using SafetensorsReader file = SafetensorsReader.Open(File("model.safetensors"));

        Assert.Equal(Names(prefix, head), file.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal("pt", file.Metadata["format"]);
    }

    /// <summary>What ModernBertForMaskedLM calls its tensors: no biases but the decoder's, no norm before the first attention.</summary>
    [Fact]
    public void Save_ModernBert_NamesAreHuggingFaces()
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config(EncoderFamily.ModernBert) with { ContextGate = null, LexicalPrior = null });
        ModelWeights.Save(model, File("model.safetensors"));

        using SafetensorsReader file = SafetensorsReader.Open(File("model.safetensors"));

        Assert.Equal(
            Split("""
                decoder.bias head.dense.weight head.norm.weight model.embeddings.norm.weight model.embeddings.tok_embeddings.weight
                model.final_norm.weight model.layers.0.attn.Wo.weight model.layers.0.attn.Wqkv.weight model.layers.0.mlp.Wi.weight
                model.layers.0.mlp.Wo.weight model.layers.0.mlp_norm.weight model.layers.1.attn.Wo.weight
                model.layers.1.attn.Wqkv.weight model.layers.1.attn_norm.weight model.layers.1.mlp.Wi.weight
                model.layers.1.mlp.Wo.weight model.layers.1.mlp_norm.weight
                """),
            file.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Checkpoints that came from TensorFlow say gamma and beta; some hold the head's bias with the tied output layer alone.</summary>
    [Fact]
    public void Load_OldNames_FindsThem()
    {
        using SparseModel source = TinyModel.Trained(TinyModel.Config() with { ContextGate = null, LexicalPrior = null });
        Write(source, name => TensorNames.InCheckpoint(name, EncoderFamily.Bert)
            .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
            .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal)
            .Replace("predictions.bias", "predictions.decoder.bias", StringComparison.Ordinal));
        using SparseModel model = new(source.Config, seed: 9);

        LoadReport report = ModelWeights.Load(model, _folder.FullName);

        Assert.Empty(report.Fresh.Concat(report.Unused));
        Assert.All(source.state_dict(), p => TorchAssert.Near(p.Value, model.state_dict()[p.Key], 0));
    }

    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.Roberta)]
    [InlineData(EncoderFamily.XlmRoberta)]
    [InlineData(EncoderFamily.DistilBert)]
    [InlineData(EncoderFamily.Electra)]
    [InlineData(EncoderFamily.ModernBert)]
    public void Save_ThenOpen_GivesTheSameVectors(EncoderFamily family)
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config(family));
        Tokenizer tokenizer = TinyText.WriteTokenizer(File("tokenizer"));
        string[] texts = [.. Enumerable.Range(0, 12).Select(TinyText.Sentence)];
        InverseDocumentFrequency idf = IdfCounter.Count(texts, tokenizer, IdfSmoothing.Bm25);
        EncodeOptions encode = TinyModel.Encode with { QueryEncoder = QueryEncoding.Idf };
        TinyModel.Save(File("saved"), model, File("tokenizer"), encode, idf);

        using OpenModel opened = TinyModel.Open(File("saved"));

        var encoder = TinyModel.Encoder(model, encode, idf);
        Assert.Equal(model.Config with { LexicalPrior = null }, opened.Parts.Config with { LexicalPrior = null });
        Assert.Equal(encoder.EncodeDocuments([.. texts.Select(Document.Of)]).SelectMany(Terms), opened.Encoder.EncodeDocuments([.. texts.Select(Document.Of)]).SelectMany(Terms));
        Assert.Equal(encoder.EncodeQueries(texts).SelectMany(Terms), opened.Encoder.EncodeQueries(texts).SelectMany(Terms));
        Assert.False(Directory.Exists(File("saved.partial")));
    }

    [Fact]
    public void Load_BareEncoder_FindsTensorsWithoutPrefixAndReportsTheRest()
    {
        using SparseModel source = TinyModel.Trained();
        Write(source, name => name.StartsWith("bert.", StringComparison.Ordinal) ? name["bert.".Length..] : null, ("pooler.dense.weight", ones(2, 2)));
        using SparseModel model = new(TinyModel.Config(), seed: 9);

        LoadReport report = ModelWeights.Load(model, _folder.FullName);

        Assert.Equal(["pooler.dense.weight"], report.Unused);
        Assert.Equal(27, report.Fresh.Count); // five of the head, thirteen of the gate, nine of the lexical prior
        Assert.Contains("cls.predictions.bias", report.Fresh);
        TorchAssert.Near(
            source.state_dict()["bert.embeddings.word_embeddings.weight"], model.state_dict()["bert.embeddings.word_embeddings.weight"], 0);
    }

    [Fact]
    public void LoadHead_Model_TakesTheHeadAndNothingElse()
    {
        using SparseModel source = TinyModel.Trained();
        ModelWeights.Save(source, File("model.safetensors"));
        using SparseModel before = new(TinyModel.Config(), seed: 9);
        using SparseModel model = new(TinyModel.Config(), seed: 9);

        ModelWeights.LoadHead(model, _folder.FullName);

        Assert.All(model.state_dict(), entry => TorchAssert.Near(
            (TensorNames.IsOfHead(entry.Key) ? source : before).state_dict()[entry.Key], entry.Value, 0));
    }

    [Fact]
    public void LoadHead_BareEncoder_SaysWhatIsMissing()
    {
        using SparseModel source = TinyModel.Trained();
        Write(source, name => TensorNames.IsOfHead(name) ? null : TensorNames.InCheckpoint(name, EncoderFamily.Bert));

        CheckpointException exception = Assert.Throws<CheckpointException>(() => ModelWeights.LoadHead(source, _folder.FullName));

        Assert.Contains("no masked language model head", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A copy of the embeddings needs no place; an output layer that was trained apart has none, and is listed.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Load_OutputLayerInTheFile_IsListedUnlessACopy(double difference)
    {
        using SparseModel source = TinyModel.Trained(TinyModel.Config() with { ContextGate = null, LexicalPrior = null });
        Write(
            source,
            name => TensorNames.InCheckpoint(name, EncoderFamily.Bert),
            ("cls.predictions.decoder.weight", source.state_dict()["bert.embeddings.word_embeddings.weight"].detach() + difference));
        using SparseModel model = new(source.Config, seed: 9);

        LoadReport report = ModelWeights.Load(model, _folder.FullName);

        Assert.Equal(difference == 0 ? [] : ["cls.predictions.decoder.weight"], report.Unused);
    }

    /// <summary>Vectors would come from the embeddings, not from the layer that its owner trained.</summary>
    [Theory]
    [InlineData(EncoderFamily.Bert, "cls.predictions.decoder.weight")]
    [InlineData(EncoderFamily.DistilBert, "vocab_projector.weight")]
    [InlineData(EncoderFamily.Electra, "generator_lm_head.weight")]
    public void Open_OutputLayerOfItsOwn_IsRefused_Issue19(EncoderFamily family, string layer)
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config(family) with { ContextGate = null, LexicalPrior = null });
        Write(
            model,
            name => TensorNames.InCheckpoint(name, family),
            (layer, model.state_dict()["bert.embeddings.word_embeddings.weight"].detach() + 0.5));

        CheckpointException torch = Assert.Throws<CheckpointException>(() => ModelWeights.Open(_folder.FullName, model.Config));
        CheckpointException onnx = Assert.Throws<CheckpointException>(() => OnnxNetwork.Open(_folder.FullName, model.Config));

        Assert.Contains($"'{layer}' is an output layer of its own", torch.Message, StringComparison.Ordinal);
        Assert.Equal(torch.Message, onnx.Message);
    }

    [Fact]
    public void Load_MissingEncoderTensor_NamesIt()
    {
        using SparseModel source = TinyModel.Trained();
        Write(source, name => name.Contains("layer.1.output.dense", StringComparison.Ordinal) ? null : name);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => ModelWeights.Load(source, _folder.FullName));

        Assert.Contains("2 tensor(s) of the encoder are missing, first 'bert.encoder.layer.1.output.dense.weight'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherShape_NamesBoth()
    {
        using SparseModel source = TinyModel.Trained();
        ModelWeights.Save(source, File("model.safetensors"));
        SparseModelConfig config = TinyModel.Config();
        using SparseModel larger = new(config with { Encoder = config.Encoder with { VocabularySize = 99 } }, seed: 1);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => ModelWeights.Load(larger, _folder.FullName));

        Assert.Contains($"has shape [{TinyText.Vocabulary.Length}, 16], the model needs [99, 16]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PretrainedEncoder_SaysThatItIsNotTrained()
    {
        using SparseModel model = TinyModel.Trained();
        TinyModel.Save(File("saved"), model, SaveTokenizer());
        Write(model, name => name.StartsWith("bert.", StringComparison.Ordinal) ? name : null, folder: "saved");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => TinyModel.Network(File("saved")));

        Assert.Contains("This is a pretrained encoder, not a trained sparse model", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "model_type": "t5" }""", "model_type 't5' is not supported. Supported: bert, roberta, xlm-roberta, distilbert, electra, modernbert. Name the folder of an encoder")]
    [InlineData("""{ "model_type": "t5", "architectures": ["T5ForConditionalGeneration"] }""", "model_type 't5' is not supported (T5ForConditionalGeneration).")]
    [InlineData("""{ "pooling_strategy": "max" }""", "there is no model_type")]
    [InlineData("""{ "model_type": "distilbert", "vocab_size": 5 }""", "'dim' is missing")]
    [InlineData("""{ "model_type": "distilbert", "activation": "relu" }""", "activation \"relu\" is not supported; only gelu is")]
    [InlineData("""{ "model_type": "modernbert", "rope_scaling": { "rope_type": "yarn" } }""", "rope_scaling")]
    [InlineData("""{ "model_type": "bert", "vocab_size": 5 }""", "'hidden_size' is missing")]
    [InlineData("""{ "model_type": "bert", "hidden_act": "relu" }""", "hidden_act \"relu\" is not supported; only gelu is")]
    [InlineData("""{ "model_type": "modernbert", "norm_bias": true }""", "norm_bias true is not supported")]
    [InlineData("""
        { "model_type": "bert", "vocab_size": 5, "hidden_size": 10, "num_hidden_layers": 1, "num_attention_heads": 3, "intermediate_size": 8 }
        """, "must be a multiple of heads (3), is 10")]
    [InlineData("""
        { "model_type": "modernbert", "vocab_size": 5, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 8,
          "layer_types": ["sliding_attention", "full_attention"] }
        """, "layer_types is not regular")]
    [InlineData("""
        { "model_type": "modernbert", "vocab_size": 5, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 8,
          "layer_types": ["full_attention"] }
        """, "layer_types names 1 layers of the kinds full_attention")]
    [InlineData("""
        { "model_type": "modernbert", "vocab_size": 5, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8,
          "layer_types": ["linear_attention"] }
        """, "of the kinds linear_attention")]
    [InlineData("""
        { "model_type": "modernbert", "vocab_size": 5, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8,
          "rope_parameters": { "full_attention": { "rope_type": "yarn" } } }
        """, "rope_parameters.full_attention.rope_type 'yarn' is not supported")]
    [InlineData("{ broken", "not the config of a model")]
    [InlineData("null", "it holds null")]
    [InlineData("[]", "not the config of a model")]
    public void ReadConfig_BadFile_SaysWhy(string json, string expected)
    {
        System.IO.File.WriteAllText(File("config.json"), json);

        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Read(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<TermWeight> Terms(SparseVector vector) => vector.Terms();

    private static IEnumerable<string> Names(string prefix, string head) =>
        Split(Embeddings).Select(n => prefix + n)
            .Concat(Enumerable.Range(0, 2).SelectMany(layer => Split(Layer).Select(n => $"{prefix}encoder.layer.{layer}.{n}")))
            .Concat(Split(head)).Concat(Split(Ours)).Order(StringComparer.Ordinal);

    private static string[] Split(string names) => names.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private string File(string name) => Path.Combine(_folder.FullName, name);

    private string SaveTokenizer()
    {
        TinyText.WriteTokenizer(File("tokenizer"));
        return File("tokenizer");
    }

    /// <summary>Writes the tensors of a model that <paramref name="rename"/> keeps, and others.</summary>
    private void Write(SparseModel model, Func<string, string?> rename, (string, Tensor)? more = null, string folder = ".")
    {
        List<(string, Tensor)> tensors = [.. model.named_parameters().Where(p => rename(p.name) is not null).Select(p => (rename(p.name)!, (Tensor)p.parameter))];
        if (more is { } extra)
        {
            tensors.Add(extra);
        }

        TensorFile.Write(Path.Combine(File(folder), "model.safetensors"), tensors);
    }
}
