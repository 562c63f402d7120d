using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Files;
using KoSparse.Modeling.Networks;
using KoSparse.Safetensors;
using KoSparse.Tensors;
using KoSparse.Tests;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Cli;

/// <summary>Models of others, all the way: opened by --model, fine-tuned, exported, opened again.</summary>
public sealed class ForeignFolderTests : IDisposable
{
    private const int Tokens = 1381;

    private static readonly string[] Texts = [.. Enumerable.Range(0, 6).Select(TinyText.Sentence)];

    private readonly TinyRun _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    public Task Convert_FolderOfTransformers_EncodesAsBefore_Issue19(string family) => AssertComesBack(SharedData.Golden($"models/{family}"), family);

    [SharedTheory("golden/models", "golden/sentence-transformers")]
    [InlineData("models/bert", "bert")]
    [InlineData("models/xlm-roberta", "xlm-roberta")]
    [InlineData("sentence-transformers/splade", "bert")]
    [InlineData("sentence-transformers/inference-free", "bert")]
    public Task Convert_OtherFolder_EncodesAsBefore_Issue19(string name, string family) => AssertComesBack(SharedData.Get($"golden/{name}"), family);

    /// <summary>Questions keep the weights that came with the model, and a re-export keeps them again.</summary>
    [Fact]
    public async Task Convert_Router_KeepsTheQuestionsWeights_Issue19()
    {
        string router = Router();

        await AssertComesBack(router, "electra");
        CommandLine again = await CommandLine.RunAsync("convert", _files.File("hf"), _files.File("hf2"));

        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Equal(Vectors(router), Vectors(_files.File("hf2")));
        Assert.Equal(QueryEncoding.Idf, HuggingFaceConfig.Read(_files.File("hf2")).Encode.QueryEncoder);
        Assert.Contains("came with the model", File.ReadAllText(_files.File("hf2/README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    [InlineData("router")]
    public async Task Train_FromTheFolder_KeepsTheFamily_Issue19(string family)
    {
        string start = family == "router" ? Router() : SharedData.Golden($"models/{family}");
        File.WriteAllText(_files.File("foreign.yaml"), $$"""
            output_dir: {{_files.File("foreign")}}
            model: { name: {{start}} }
            encode: { max_length: 32 }
            data: { train: [{{_files.File("train.jsonl")}}], batch_size: 4, samples_per_epoch: 8, skip_bad_lines: true }
            loss: { lambda_flops: 0.01 }
            training: { epochs: 1, learning_rate: 0.01 }
            """);

        CommandLine trained = await CommandLine.RunAsync("train", _files.File("foreign.yaml"));
        CommandLine converted = await CommandLine.RunAsync("convert", _files.File("foreign"), _files.File("hf"));

        Assert.Equal((0, "", 0, ""), (trained.Code, trained.Error, converted.Code, converted.Error));
        Assert.Equal(Vectors(_files.File("foreign/best_model")), Vectors(_files.File("hf")));
        Assert.NotEqual(Vectors(start, encode => encode with { QueryEncoder = QueryEncoding.Model }), Vectors(_files.File("hf")));
        Assert.Equal(Tensors(NetworkOf(start)), Tensors(_files.File("hf")));
        Assert.Equal(Json(Path.Combine(NetworkOf(start), "config.json"))["model_type"]!.ToString(), Json(_files.File("hf/config.json"))["model_type"]!.ToString());
    }

    /// <summary>OpenSearch's v3 encoders: documents weigh by two logarithms here, in the export, and in what is trained from them.</summary>
    [Fact]
    public async Task Convert_SecondLogarithm_ActsAndStays_Issue19()
    {
        string router = Router();
        TermWeight[] once = DocumentVectors(router);
        File.WriteAllText(Path.Combine(router, "document_1_SpladePooling", "config.json"), """{ "pooling_strategy": "max", "activation_function": "log1p_relu" }""");

        await AssertComesBack(router, "electra");

        Assert.Equal(once.Select(term => term.TokenId), DocumentVectors(router).Select(term => term.TokenId));
        Assert.All(once.Zip(DocumentVectors(router)), pair => Assert.Equal(float.LogP1(pair.First.Weight), pair.Second.Weight, 1e-5));
        Assert.Equal("log1p_relu", Json(_files.File("hf/config.json"))["kosparse"]!["activation"]!.ToString());
        Assert.Equal("log1p_relu", Json(_files.File("hf/document_1_SpladePooling/config.json"))["activation_function"]!.ToString());
        Assert.Equal(Activation.Log1pRelu, ModelFolder.StartOf(router).Activation);
        Assert.Equal(Activation.Log1pRelu, ModelFolder.StartOf(_files.File("hf")).Activation);
    }

    /// <summary>Prompts that nobody asks for by their names change nothing.</summary>
    [Fact]
    public async Task Convert_PromptsThatDoNotAct_OpensAsBefore_Issue19()
    {
        string router = Router();
        File.WriteAllText(Path.Combine(router, "config_sentence_transformers.json"), """{ "prompts": { "query": "", "document": "", "clustering": "묶어라: " }, "default_prompt_name": "clustering" }""");

        await AssertComesBack(router, "electra");
    }

    [Fact]
    public void Open_QuestionWeightThatIsNone_NamesFileAndToken_Issue19()
    {
        string router = Router(weightOf: id => id == 900 ? float.NaN : 1);

        CheckpointException error = Assert.Throws<CheckpointException>(() => OpenModel.Open(router));

        Assert.Contains("query_0_SparseStaticEmbedding/model.safetensors: the weight of '", error.Message, StringComparison.Ordinal);
        Assert.Contains("' is NaN, and must be a finite number", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A folder of OpenSearch's without modules: its questions can be weighted by what stands in <c>idf.json</c>.</summary>
    [Fact]
    public void Open_WeightsOfTokensAlone_EncodeQuestionsWhereToldTo_Issue19()
    {
        string folder = Path.Combine(Router(), "document_0_MLMTransformer");
        using (OpenModel plain = OpenModel.Open(folder))
        {
            string token = plain.Tokenizer.Vocabulary[plain.Tokenizer.Tokenize(Texts[0]).First(token => !plain.Tokenizer.Wordless.Contains(token.Id)).Id];
            File.WriteAllText(Path.Combine(folder, "idf.json"), new JsonObject { [token] = 3.5 }.ToJsonString());
        }

        using OpenModel model = OpenModel.Open(folder, change: encode => encode with { QueryEncoder = QueryEncoding.Idf });

        Assert.Equal(3.5f, Assert.Single(model.Encoder.EncodeQueries([Texts[0]])[0].Terms()).Weight);
        using OpenModel asItIs = OpenModel.Open(folder);
        Assert.Equal(QueryEncoding.Model, asItIs.Parts.Encode.QueryEncoder);
    }

    /// <summary>Lower case comes with the model: it acts, and the export says it in its tokenizer.</summary>
    [Fact]
    public async Task Convert_LowerCase_ActsAndStays_Issue19()
    {
        string folder = Path.Combine(Router(), "document_0_MLMTransformer");
        string tokenizer = Path.Combine(folder, "tokenizer.json");
        File.WriteAllText(tokenizer, File.ReadAllText(tokenizer).Replace("\"lowercase\": true", "\"lowercase\": false", StringComparison.Ordinal));
        Document upper = Document.Of($"{Texts[0]} KOREAN"), lower = Document.Of($"{Texts[0]} korean");
        Assert.NotEqual(VectorOf(folder, upper), VectorOf(folder, lower));

        File.WriteAllText(Path.Combine(folder, "sentence_bert_config.json"), """{ "do_lower_case": true }""");
        TermWeight[] expected = VectorOf(folder, lower);
        CommandLine line = await CommandLine.RunAsync("convert", folder, _files.File("hf"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Equal(expected, VectorOf(folder, upper));
        Assert.Equal(expected, VectorOf(_files.File("hf"), upper));
        Assert.False(Json(_files.File("hf/sentence_bert_config.json"))["do_lower_case"]!.GetValue<bool>());
    }

    /// <summary>What cannot be run as its owner runs it is said, with the file and what to do.</summary>
    [Theory]
    [InlineData("document_1_SpladePooling/config.json", """{ "pooling_strategy": "sum" }""", "pooling_strategy 'sum' is not supported")]
    [InlineData("document_1_SpladePooling/config.json", """{ "activation_function": "gelu" }""", "activation_function 'gelu' is not supported; KoSparse knows relu and log1p_relu")]
    [InlineData("config_sentence_transformers.json", """{ "prompts": { "query": "질문: ", "document": "" } }""", "questions begin with the prompt '질문: ' there (prompts.query)")]
    [InlineData("config_sentence_transformers.json", """{ "prompts": { "passage": "글: " }, "default_prompt_name": null }""", "documents begin with the prompt '글: ' there (prompts.passage)")]
    [InlineData("config_sentence_transformers.json", """{ "prompts": { "찾기": "찾아라: " }, "default_prompt_name": "찾기" }""", "questions begin with the prompt '찾아라: ' there (prompts.찾기)")]
    [InlineData("config_sentence_transformers.json", """{ "prompts": ["query"] }""", "prompts must be an object of texts")]
    [InlineData("modules.json", "[", "not the modules of a model")]
    [InlineData("modules.json", """[{ "type": "x.Router", "path": "../elsewhere" }]""", "'../elsewhere' is not within the folder")]
    [InlineData("router_config.json", """{ "types": { "a": "x.SparseStaticEmbedding" }, "structure": { "query": ["a"], "document": ["a"] } }""", "documents do not go through")]
    [InlineData("router_config.json", """{ "types": {}, "structure": { "query": ["a"], "document": [] } }""", "has no type of 'a'")]
    [InlineData("document_0_MLMTransformer/config.json", """{ "model_type": "gpt2" }""", "model_type 'gpt2' is not supported")]
    [InlineData("query_0_SparseStaticEmbedding/model.safetensors", "", "safetensors")]
    public async Task Convert_ModulesThatDoNotFit_SaysWhy_Issue19(string file, string content, string expected)
    {
        string router = Router();
        File.WriteAllText(Path.Combine(router, file), content);

        CommandLine line = await CommandLine.RunAsync("convert", router, _files.File("hf"));

        Assert.Equal(1, line.Code);
        Assert.Contains(expected, line.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at KoSparse", line.Error, StringComparison.Ordinal);
    }

    private async Task AssertComesBack(string folder, string family)
    {
        CommandLine line = await CommandLine.RunAsync("convert", folder, _files.File("hf"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Equal(Vectors(folder), Vectors(_files.File("hf")));
        Assert.Equal(Tensors(NetworkOf(folder)), Tensors(_files.File("hf")));
        Assert.Equal(family, Json(_files.File("hf/config.json"))["model_type"]!.ToString());
    }

    /// <summary>As sentence-transformers 6.2 saves one: the network in a folder of its own, the weights of questions in another.</summary>
    private string Router(Func<int, float>? weightOf = null)
    {
        string router = _files.File("router");
        (string network, string questions) = (Path.Combine(router, "document_0_MLMTransformer"), Path.Combine(router, "query_0_SparseStaticEmbedding"));
        foreach (string folder in (string[])[network, questions, Path.Combine(router, "document_1_SpladePooling")])
        {
            Directory.CreateDirectory(folder);
        }

        foreach (string file in Directory.GetFiles(SharedData.Golden("models/electra")).Where(file => !file.EndsWith(".gz", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(network, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(router, "modules.json"), """[{ "idx": 0, "name": "0", "path": "", "type": "sentence_transformers.base.modules.router.Router" }]""");
        File.WriteAllText(Path.Combine(router, "router_config.json"), """
            {
              "types": {
                "query_0_SparseStaticEmbedding": "sentence_transformers.sparse_encoder.modules.sparse_static_embedding.SparseStaticEmbedding",
                "document_0_MLMTransformer": "sentence_transformers.sparse_encoder.modules.mlm_transformer.MLMTransformer",
                "document_1_SpladePooling": "sentence_transformers.sparse_encoder.modules.splade_pooling.SpladePooling"
              },
              "structure": { "query": ["query_0_SparseStaticEmbedding"], "document": ["document_0_MLMTransformer", "document_1_SpladePooling"] }
            }
            """);
        File.WriteAllText(Path.Combine(router, "document_1_SpladePooling", "config.json"), """{ "pooling_strategy": "max", "activation_function": "relu" }""");
        using SafetensorsWriter writer = new(Path.Combine(questions, "model.safetensors"), [new TensorEntry("weight", TensorType.F32, [Tokens])]);
        writer.Write("weight", MemoryMarshal.AsBytes(Enumerable.Range(0, Tokens).Select(weightOf ?? (id => 0.5f + (id % 7))).ToArray().AsSpan()));
        writer.Complete();
        return router;
    }

    private static string NetworkOf(string folder) =>
        Path.Combine(folder, "document_0_MLMTransformer") is var inner && Directory.Exists(inner) ? inner : folder;

    private static TermWeight[] Vectors(string folder, Func<EncodeOptions, EncodeOptions>? change = null)
    {
        using OpenModel model = OpenModel.Open(folder, TorchNetwork.Open, change);
        return
        [
            .. model.Encoder.EncodeDocuments([.. Texts.Select(Document.Of)]).Concat(model.Encoder.EncodeQueries(Texts)).SelectMany(vector => vector.Terms()),
        ];
    }

    private static TermWeight[] VectorOf(string folder, Document document)
    {
        using OpenModel model = OpenModel.Open(folder, TorchNetwork.Open);
        return [.. model.Encoder.EncodeDocuments([document])[0].Terms()];
    }

    private static TermWeight[] DocumentVectors(string folder)
    {
        using OpenModel model = OpenModel.Open(folder, TorchNetwork.Open);
        return [.. model.Encoder.EncodeDocuments([.. Texts.Select(Document.Of)]).SelectMany(vector => vector.Terms())];
    }

    private static string[] Tensors(string folder)
    {
        using SafetensorsReader file = SafetensorsReader.Open(Path.Combine(folder, ModelFiles.Weights));
        return [.. file.Tensors.Select(tensor => $"{tensor.Name} {string.Join('×', tensor.Shape)}").Order(StringComparer.Ordinal)];
    }

    private static JsonNode Json(string path) => JsonNode.Parse(File.ReadAllText(path))!;
}
