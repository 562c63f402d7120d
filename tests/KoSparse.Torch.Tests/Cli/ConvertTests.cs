using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Safetensors;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Cli;

public sealed class ConvertTests : IDisposable
{
    private readonly TinyModelFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Convert_IdfQueries_WritesTheFilesThatSentenceTransformersReads()
    {
        CommandLine line = await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Equal(
            [
                "README.md", "config.json", "config_sentence_transformers.json", "document_1_SpladePooling/config.json",
                "families.json", "idf.json", "idf.safetensors", "idf_statistics.json", "model.safetensors", "modules.json",
                "query_0_SparseStaticEmbedding/config.json", "query_0_SparseStaticEmbedding/model.safetensors",
                "query_0_SparseStaticEmbedding/tokenizer.json", "query_0_SparseStaticEmbedding/tokenizer_config.json",
                "query_0_SparseStaticEmbedding/vocab.txt",
                "router_config.json", "sentence_bert_config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
            ],
            FilesOf(_files.File("hf")));
        Assert.All(FilesOf(_files.File("hf")), file => Assert.True(ModelFiles.Contain(file), file)); // so that fetch brings it
        JsonNode router = Json("hf/router_config.json");
        JsonNode?[] modules = [.. router["structure"]!.AsObject().SelectMany(route => route.Value!.AsArray())];
        Assert.NotEmpty(modules);
        Assert.All(
            modules,
            module => Assert.True(router["types"]!.AsObject().ContainsKey((string)module!), $"{module}"));
        using SafetensorsReader weights = SafetensorsReader.Open(_files.File("hf/query_0_SparseStaticEmbedding/model.safetensors"));
        Assert.Equal([TinyText.Vocabulary.Length], weights.Entry("weight").Shape);
        Assert.Equal(TinyText.Vocabulary.Length, (int)Json("hf/document_1_SpladePooling/config.json")["word_embedding_dimension"]!);
    }

    /// <summary>
    /// Who pools the exported logits, and looks up the exported weights of questions, gives special tokens and punctuation nothing: a "?" had
    /// its IDF of 4.7, and stood in documents. All else stays to the bit.
    /// </summary>
    [Theory]
    [InlineData()]
    [InlineData("--half")]
    public async Task Convert_PlainPooling_LeavesOutWhatCarriesNoWord_Issue20(params string[] option)
    {
        await CommandLine.RunAsync(["convert", _files.Run, _files.File("hf"), .. option]);

        using OpenModel exported = OpenModel.Open(_files.File("hf"));
        using SafetensorsReader before = SafetensorsReader.Open(_files.File("run/best_model/model.safetensors"));
        using SafetensorsReader after = SafetensorsReader.Open(_files.File("hf/model.safetensors"));
        (float[] given, float[] bias) = (before.ReadSingles("cls.predictions.bias"), after.ReadSingles("cls.predictions.bias"));
        using SafetensorsReader questions = SafetensorsReader.Open(_files.File("hf/query_0_SparseStaticEmbedding/model.safetensors"));
        float[] weights = questions.ReadSingles("weight");
        HashSet<int> wordless = [.. exported.Tokenizer.Wordless];
        Assert.Contains(Array.IndexOf(TinyText.Vocabulary, "?"), wordless);
        Assert.Contains(Array.IndexOf(TinyText.Vocabulary, "[CLS]"), wordless);
        Assert.All(Enumerable.Range(0, bias.Length), id =>
        {
            Assert.Equal(wordless.Contains(id) ? -10_000 : option.Length > 0 ? (float)(Half)given[id] : given[id], bias[id]);
            Assert.Equal(wordless.Contains(id) ? 0 : exported.Idf!.Values[id], weights[id]);
        });
        using SparseModel model = ModelWeights.Open(_files.File("hf"), exported.Parts.Config);
        float[] logitsV = TinyModel.MaxLogits(model, TinyText.Question(3));
        Assert.All(wordless, id => Assert.True(logitsV[id] < -1_000, TinyText.Vocabulary[id]));
        Assert.Contains(logitsV, logit => logit > 0);
    }

    /// <summary>A second export, and one onto its own folder, know what the first one knew; a sample is called one.</summary>
    [Fact]
    public async Task Convert_ExportOfAnExport_KeepsTheFigures_Issue19()
    {
        Measure();
        (string first, string second) = (_files.File("hf"), _files.File("again"));

        await CommandLine.RunAsync("convert", _files.Run, first);
        await CommandLine.RunAsync("convert", first, second);
        CommandLine onItself = await CommandLine.RunAsync("convert", first, first);

        Assert.Equal((0, ""), (onItself.Code, onItself.Error));
        foreach (string folder in (string[])[first, second])
        {
            string card = File.ReadAllText(Path.Combine(folder, "README.md"));
            Assert.Contains("| Korean token ratio, by count | 91.5 % |", card, StringComparison.Ordinal);
            Assert.Contains("| active terms per document | not measured |", card, StringComparison.Ordinal);
            Assert.Contains("| places, 40 of 213 questions | sparse | 0.600 | 0.900 | 0.700 |", card, StringComparison.Ordinal);
            Assert.DoesNotContain("Measured before", card, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--half")]
    [InlineData("--expansion-share", "0.5")]
    public async Task Convert_ServedOtherwise_SaysThatFiguresAreOfBefore_Issue19(params string[] option)
    {
        Measure();

        await CommandLine.RunAsync(["convert", _files.Run, _files.File("hf"), .. option]);

        Assert.Contains("Measured before this export changed how the model is served", File.ReadAllText(_files.File("hf/README.md")), StringComparison.Ordinal);
    }

    /// <summary>A tokenizer that cut at 16 and padded to a fixed length while it was trained would cut what the model reads.</summary>
    [Fact]
    public async Task Convert_TokenizerOfTrainingTime_ServesTheModelsLength_Issue19()
    {
        await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"));
        JsonNode tokenizer = Json("hf/tokenizer.json");
        int length = (int)tokenizer["truncation"]!["max_length"]!;
        tokenizer["truncation"]!["max_length"] = 16;
        tokenizer["padding"]!["strategy"] = new JsonObject { ["Fixed"] = 16 };
        File.WriteAllText(_files.File("hf/tokenizer.json"), tokenizer.ToJsonString());

        await CommandLine.RunAsync("convert", _files.File("hf"), _files.File("again"));

        JsonNode served = Json("again/tokenizer.json");
        Assert.Equal(length, (int)served["truncation"]!["max_length"]!);
        Assert.Equal("BatchLongest", (string)served["padding"]!["strategy"]!);
    }

    [Fact]
    public async Task Convert_Model_EncodesAsBefore()
    {
        await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"));

        using OpenModel before = TinyModel.Open(Path.Combine(_files.Run, "best_model"));
        using OpenModel after = TinyModel.Open(_files.File("hf"));
        string[] texts = [TinyText.Sentence(1), TinyText.Sentence(2)];
        Assert.Equal(Terms(before.Encoder.EncodeDocuments([.. texts.Select(Document.Of)])), Terms(after.Encoder.EncodeDocuments([.. texts.Select(Document.Of)])));
        Assert.Equal(Terms(before.Encoder.EncodeQueries(texts)), Terms(after.Encoder.EncodeQueries(texts)));
    }

    [Fact]
    public async Task Convert_Half_HalvesTheWeightsAndKeepsThemToElevenBits()
    {
        await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"));
        await CommandLine.RunAsync("convert", _files.Run, _files.File("half"), "--half");

        using SparseModel whole = TinyModel.Network(_files.File("hf"));
        using SparseModel half = TinyModel.Network(_files.File("half"));
        (float Whole, float Half)[] weights = [.. Weights(whole).Zip(Weights(half))];
        Assert.All(weights, w => Assert.Equal(w.Whole, w.Half, Math.Max(Math.Abs(w.Whole) / 2048, 6e-8f))); // half a unit in the last place
        Assert.Contains(weights, w => w.Whole != w.Half);
        Assert.InRange(Size("half") / (double)Size("hf"), 0.4, 0.65); // the table of names is the same

        static IEnumerable<float> Weights(SparseModel model) => model.named_parameters().SelectMany(p => p.parameter.data<float>().ToArray());
        long Size(string name) => new FileInfo(_files.File($"{name}/model.safetensors")).Length;
    }

    /// <summary>The vectors would be empty, or the option would do nothing.</summary>
    [Theory]
    [InlineData(true, "without the head a model needs lexical_prior")]
    [InlineData(false, "has no effect without expansion: there is no head")]
    public async Task Convert_ShareOfNothing_SaysWhyAndWritesNothing(bool expansion, string reason)
    {
        SparseModelConfig whole = TinyModel.Config();
        using (SparseModel model = TinyModel.Trained(expansion ? whole with { LexicalPrior = null } : whole with { Expansion = false, ContextGate = null }))
        {
            TinyModel.Save(_files.File("other"), model, Path.Combine(_files.Run, "best_model"));
        }

        CommandLine line = await CommandLine.RunAsync("convert", _files.File("other"), _files.File("hf"), "--expansion-share", "0");

        Assert.Equal(1, line.Code);
        Assert.Contains(reason, line.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files.File("hf")));
    }

    [Fact]
    public async Task Average_FolderOfARun_IsRefused()
    {
        CommandLine line = await CommandLine.RunAsync("average", _files.Run, _files.Run, "-o", _files.Run);

        Assert.Equal(1, line.Code);
        Assert.Contains("holds files, but not a model", line.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_files.Run, "best_model")));
    }

    [Fact]
    public async Task Average_SharesOfTooFew_SaysHow()
    {
        CommandLine line = await CommandLine.RunAsync("average", _files.Run, _files.Run, "--shares", "1", "-o", _files.File("mean"));

        Assert.Equal(2, line.Code);
        Assert.Contains("one for each model", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Average_ModelWithItself_EncodesAsBefore()
    {
        CommandLine line = await CommandLine.RunAsync("average", _files.Run, _files.Run, "-o", _files.File("mean"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        using OpenModel before = TinyModel.Open(Path.Combine(_files.Run, "best_model"));
        using OpenModel after = TinyModel.Open(_files.File("mean"));
        Document[] texts = [Document.Of(TinyText.Sentence(1))];
        Assert.Equal(Terms(before.Encoder.EncodeDocuments(texts)), Terms(after.Encoder.EncodeDocuments(texts)));
    }

    [Fact]
    public async Task Convert_ModelCard_HoldsMeasuredFiguresAndWhatIsLost()
    {
        Directory.CreateDirectory(_files.File("run/eval/tiny"));
        File.WriteAllText(_files.File("run/eval/language.json"), """{"korean_token_ratio":{"count":0.9321},"leakage":{"count":0.011}}""");
        File.WriteAllText(
            _files.File("run/eval/tiny/metrics.json"),
            """{"benchmark":"tiny","queries":8,"methods":{"sparse":{"recall@1":0.625,"recall@10":0.75,"ndcg@10":0.6875}}}""");

        await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"));

        string card = File.ReadAllText(_files.File("hf/README.md"));
        Assert.Contains("| Korean token ratio, by count | 93.2 % |", card, StringComparison.Ordinal);
        Assert.Contains("| tiny | sparse | 0.625 | 0.750 | 0.688 |", card, StringComparison.Ordinal);
        Assert.Contains("| context discrimination | not measured |", card, StringComparison.Ordinal);
        Assert.Contains("It leaves out the context gate, the lexical prior and the", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_ExpansionShare_IsServedAndTold()
    {
        CommandLine line = await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"), "--expansion-share", "0");
        CommandLine beyond = await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"), "--expansion-share", "2");

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Equal(0, HuggingFaceConfig.Read(_files.File("hf")).Encode.ExpansionShare);
        Assert.Contains("| learned expansion | 0 % of the head's weights |", File.ReadAllText(_files.File("hf/README.md")), StringComparison.Ordinal);
        Assert.Equal(2, beyond.Code);
        Assert.Contains("from 0, without the head, to 1", beyond.Error, StringComparison.Ordinal);
    }

    /// <summary>How texts become vectors can change without training, and without the weights.</summary>
    [Fact]
    public async Task Convert_Set_ChangesHowItEncodesAlone()
    {
        CommandLine line = await CommandLine.RunAsync("convert", _files.Run, _files.File("hf"), "--set", "encode.pruning.max_terms=3", "--set", "encode.max_windows=1");
        CommandLine typo = await CommandLine.RunAsync("convert", _files.Run, _files.File("hf2"), "--set", "encode.max_term=3");
        CommandLine trained = await CommandLine.RunAsync("convert", _files.Run, _files.File("hf2"), "--set", "model.expansion=false");

        Assert.Equal((0, ""), (line.Code, line.Error));
        EncodeOptions served = HuggingFaceConfig.Read(_files.File("hf")).Encode;
        Assert.Equal((3, 1, 32), (served.Pruning.MaxTerms, served.MaxWindows, served.MaxLength));
        using OpenModel after = TinyModel.Open(_files.File("hf"));
        Assert.InRange(after.Encoder.EncodeDocuments([Document.Of(TinyText.Sentence(1))])[0].Count, 1, 3);
        Assert.Equal((2, 2), (typo.Code, trained.Code));
        Assert.Contains("--set, encode.max_term: unknown setting", typo.Error, StringComparison.Ordinal);
        Assert.Contains("model: unknown setting", trained.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files.File("hf2")));
    }

    [Fact]
    public async Task Convert_FolderWithOtherFiles_LeavesThemAlone()
    {
        Directory.CreateDirectory(_files.File("mine"));
        File.WriteAllText(_files.File("mine/diary.txt"), "오늘");

        CommandLine line = await CommandLine.RunAsync("convert", _files.Run, _files.File("mine"));

        Assert.Equal(1, line.Code);
        Assert.Equal(["diary.txt"], FilesOf(_files.File("mine")));
    }

    private static IEnumerable<TermWeight[]> Terms(IEnumerable<SparseVector> vectors) => vectors.Select(vector => vector.Terms().ToArray());

    private static string[] FilesOf(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Puts reports beside the run, of a benchmark of which a sample was asked.</summary>
    private void Measure()
    {
        string folder = Path.Combine(_files.Run, "eval", "places");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(_files.Run, "eval", "language.json"), """{"korean_token_ratio":{"count":0.915},"leakage":{"count":0.01}}""");
        File.WriteAllText(
            Path.Combine(folder, "metrics.json"),
            """{"benchmark":"places","queries":40,"of_queries":213,"methods":{"sparse":{"recall@1":0.6,"recall@10":0.9,"ndcg@10":0.7}}}""");
    }

    private JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(_files.File(name)))!;
}
