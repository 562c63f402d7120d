using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Export;
using KoSparse.Encoding.Folders;
using KoSparse.Modeling;
using KoSparse.Modeling.Heads;
using KoSparse.Modeling.Weights;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling.Heads;

public sealed class ColumnHeadTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-columns-");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>One column for token 3 of five: w · (mean − m) / d + bias, padding left aside; the others are silent.</summary>
    [Fact]
    public void OverVocabulary_ByHand_ReadsTheMeanOfTheRealTokens()
    {
        ColumnHead head = new(width: 2, vocabularySize: 5, columns: 1);
        head.Set([3], tensor([1f, 0]), tensor([2f, 1]));
        Dictionary<string, TorchSharp.Modules.Parameter> parameters = head.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using (no_grad())
        {
            parameters["decoder.weight"].copy_(tensor([3f, 4]).unsqueeze(0));
            parameters["decoder.bias"].fill_(0.5f);
        }

        Tensor hiddenBSD = tensor([5f, 1, 9, 3, 100, 100]).view(1, 3, 2); // the last is padding: mean (7, 2), standard (3, 2)

        Tensor logitsBV = head.OverVocabulary(hiddenBSD, tensor([true, true, false]).unsqueeze(0));

        Assert.Equal([-1f, -1, -1, (3 * 3) + (4 * 2) + 0.5f, -1], logitsBV.data<float>().ToArray());
    }

    [Fact]
    public void Logits_SomeColumns_AreThoseOfAll()
    {
        using SparseModel model = TinyModel.Trained(Config());
        Tensor meansBD = randn(4, 16);

        Tensor some = model.Columns!.Logits(meansBD, tensor([4L, 0]));

        TorchAssert.Near(model.Columns.Logits(meansBD).index_select(1, tensor([4L, 0])), some, 1e-6);
    }

    [Fact]
    public void Save_AndOpened_KeepsColumnsAndVectors()
    {
        TinyText.WriteTokenizer(In("tokenizer"));
        using SparseModel model = TinyModel.Trained(Config());
        model.Columns!.Set([9, 14, 20, 31, 40, 60], zeros(16), ones(16));
        TinyModel.Save(In("model"), model, In("tokenizer"));

        using OpenModel opened = TinyModel.Open(In("model"));

        Assert.Equal(6, opened.Parts.Config.ExpansionColumns);
        Document[] texts = [Document.Of(TinyText.Sentence(3))];
        Assert.Equal(TinyModel.Encoder(model).EncodeDocuments(texts)[0].Terms(), opened.Encoder.EncodeDocuments(texts)[0].Terms());
    }

    /// <summary>The head's two heaviest terms come to a text's own, which are pruned without them and are the only ones with variants.</summary>
    [Fact]
    public void EncodeDocuments_ExpansionTerms_AddsTheHeaviestAsTheyAre()
    {
        using SparseModel model = TinyModel.Trained(Config());
        model.Columns!.Set([9, 14, 20, 31, 40, 60], zeros(16), ones(16));
        EncodeOptions plain = TinyModel.Encode with
        {
            Pruning = new PruningOptions { MaxRatio = 0.5f },
            Variants = new VariantOptions { WordStart = 0.5f, Syllable = 0.5f },
        };
        Document[] texts = [.. Enumerable.Range(0, 8).Select(i => Document.Of(TinyText.Sentence(i)))];

        IReadOnlyList<SparseVector> own = TinyModel.Encoder(model, plain with { ExpansionShare = 0 }).EncodeDocuments(texts);
        IReadOnlyList<SparseVector> added = TinyModel.Encoder(model, plain with { ExpansionShare = 0.5, ExpansionTerms = 2 }).EncodeDocuments(texts);

        using IDisposable _ = no_grad();
        Assert.All(texts.Index(), text =>
        {
            using KoSparse.Modeling.Batches.PaddedBatch batch = TinyModel.Batch(TinyText.Tokenizer().Encode(text.Item.Content, 32));
            Tensor weightsV = model.Expansion(model.MaxLogits(model.HiddenStates(batch.IdsBS, batch.MaskBS), batch.MaskBS))[0];
            (Tensor heaviest, Tensor ids) = weightsV.topk(2);
            Dictionary<int, float> expected = own[text.Index].Terms().ToDictionary(t => t.TokenId, t => t.Weight);
            foreach ((long id, float weight) in ids.data<long>().Zip(heaviest.data<float>()).Where(term => term.Second > 0))
            {
                expected[(int)id] = expected.GetValueOrDefault((int)id) + (0.5f * weight);
            }

            Assert.Equal(expected.Keys.Order(), added[text.Index].TokenIds.ToArray());
            Assert.All(added[text.Index].Terms(), term => Assert.Equal(expected[term.TokenId], term.Weight, 1e-5));
        });
        Assert.Contains(own.Zip(added), pair => pair.Second.Count > pair.First.Count);
    }

    /// <summary>sentence-transformers would make up a head for the documents.</summary>
    [Fact]
    public void Export_Card_PromisesOthersTheQuestionsAlone()
    {
        TinyText.WriteTokenizer(In("tokenizer"));
        using SparseModel model = TinyModel.Trained(Config());
        TinyModel.Save(In("model"), model, In("tokenizer"), TinyModel.Encode with { ExpansionShare = 0.5, ExpansionTerms = 7 });

        HuggingFaceExport.Write(In("model"), In("model"), In("hf"));

        string card = System.IO.File.ReadAllText(In("hf/README.md"));
        Assert.Contains("50 % of the head's weights, the 7 heaviest", card, StringComparison.Ordinal);
        Assert.Contains("**Questions alone.**", card, StringComparison.Ordinal);
        Assert.DoesNotContain("encode_document", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Average_OtherColumns_IsRefused()
    {
        TinyText.WriteTokenizer(In("tokenizer"));
        foreach ((string name, int first) in new[] { ("a", 9), ("b", 10), ("c", 9) })
        {
            using SparseModel model = TinyModel.Trained(Config());
            model.Columns!.Set([first, 14, 20, 31, 40, 60], zeros(16), ones(16));
            TinyModel.Save(In(name), model, In("tokenizer"));
        }

        ModelAverage.Write([In("a"), In("c")], [1, 1], In("mean"));
        CheckpointException exception = Assert.Throws<CheckpointException>(() => ModelAverage.Write([In("a"), In("b")], [1, 1], In("other")));

        Assert.Equal(6, ModelFolder.Read(In("mean")).Config.ExpansionColumns);
        Assert.Contains("other columns", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 0)]
    public void FaultsWith_ExpansionTermsThatCannotAct_NamesThem(bool expansion, bool prior, double share)
    {
        SparseModelConfig config = Config() with { Expansion = expansion };
        EncodeOptions encode = new() { ExpansionShare = share, ExpansionTerms = 5 };

        Assert.Contains(encode.FaultsWith(prior ? config : config with { LexicalPrior = null }), fault => fault.StartsWith("expansion_terms: ", StringComparison.Ordinal));
    }

    /// <summary>Six columns, no gate.</summary>
    internal static SparseModelConfig Config() => TinyModel.Config() with { ContextGate = null, ExpansionColumns = 6 };

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
