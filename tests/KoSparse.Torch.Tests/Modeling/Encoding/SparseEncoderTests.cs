using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling.Encoding;

public sealed class SparseEncoderTests
{
    private const string Text = "봄에 화가가 우물을 그린다";

    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();

    [Fact]
    public void Encode_MixedLengths_KeepsTheOrderAndLeavesOutSpecialTokens()
    {
        using SparseModel model = TinyModel.Trained();
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => TinyText.Sentence(19 - i))];
        var encoder = TinyModel.Encoder(model);

        IReadOnlyList<SparseVector> together = encoder.EncodeDocuments([.. texts.Select(Document.Of)]);

        Assert.Contains(together, vector => vector.Count > 0);
        for (int i = 0; i < texts.Length; i++)
        {
            SparseVector alone = encoder.EncodeDocuments([Document.Of(texts[i])])[0];
            Assert.Equal(alone.TokenIds.ToArray(), together[i].TokenIds.ToArray());
            Assert.All(alone.Weights.ToArray().Zip(together[i].Weights.ToArray()), w => Assert.Equal(w.First, w.Second, 1e-5));
            Assert.DoesNotContain(together[i].TokenIds.ToArray(), _tokenizer.SpecialTokens.All.Contains);
        }
    }

    [Fact]
    public void Cut_TextsLongerThanTheirWindows_AreCountedOverAllCalls_Issue19()
    {
        using SparseModel model = TinyModel.Trained();
        SparseEncoder encoder = TinyModel.Encoder(model, TinyModel.Encode with { MaxLength = 5, MaxWindows = 2 });
        const string Six = "목수 어부 화가 농부 상인 아이";

        encoder.EncodeDocuments([Document.Of(Six), Document.Of(Six + " 시장 강물")]);
        encoder.EncodeDocuments([Document.Of(Six + " 시장")]);

        Assert.Equal(new CutTexts(2, 3), encoder.Cut);
    }

    /// <summary>Of a text's own terms ##에 has the variant 에, and 화가 has ##가, which the text has itself.</summary>
    [Fact]
    public void Encode_Variants_AreInDocumentsAndNotInQuestions()
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config() with { Expansion = false, ContextGate = null });
        SparseEncoder encoder = TinyModel.Encoder(model, TinyModel.Encode with { Variants = new VariantOptions { WordStart = 0.5f, Syllable = 0.5f } });

        Dictionary<string, float> document = Terms(encoder.EncodeDocuments([Document.Of(Text)])[0]);
        Dictionary<string, float> question = Terms(encoder.EncodeQueries([Text])[0]);

        Assert.Equal(["에"], document.Keys.Except(question.Keys));
        Assert.Equal(document["##에"] / 2, document["에"], 1e-5);
        Assert.NotEmpty(question);
        Assert.All(question, term => Assert.Equal(document[term.Key], term.Value));
    }

    /// <summary>A share of 0.5, times the similarity of 0.5; a saved model keeps its families.</summary>
    [Fact]
    public void Encode_Families_AreInDocumentsOfASavedModelToo()
    {
        using TinyRun files = new();
        EncodeOptions encode = TinyModel.Encode with { Variants = new VariantOptions { WordStart = 0, Syllable = 0, Family = 0.5f } };
        using SparseModel model = new(TinyModel.Config() with { Expansion = false, ContextGate = null }, seed: 1);
        TinyModel.Save(files.File("saved"), model, files.File("tokenizer"), encode, families: TinyText.Families());
        using OpenModel saved = TinyModel.Open(files.File("saved"));

        foreach (SparseEncoder encoder in (SparseEncoder[])[TinyModel.Encoder(model, encode, families: TinyText.Families()), saved.Encoder])
        {
            Dictionary<string, float> document = Terms(encoder.EncodeDocuments([Document.Of("등대를 지킨다")])[0]);

            Assert.Equal(["##를", "등대", "지킨다", "항구"], document.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(document["등대"] / 4, document["항구"], 1e-5);
        }
    }

    [Fact]
    public void Encode_ModelWithMoreRowsThanTokens_LeavesThemOut()
    {
        SparseModelConfig config = TinyModel.Config();
        using SparseModel model = TinyModel.Trained(config with
        {
            Encoder = config.Encoder with { VocabularySize = TinyText.Vocabulary.Length + 30 },
        });
        EncodeOptions encode = TinyModel.Encode with { Variants = new VariantOptions(), Pruning = new PruningOptions { ForeignRatio = 0.1f } };
        using (no_grad())
        {
            model.OutputBias!.add_(5); // so that every row would be active
        }

        int[] ids = TinyModel.Encoder(model, encode).EncodeDocuments([Document.Of(Text)])[0].TokenIds.ToArray();

        Assert.InRange(ids.Length, TinyText.Vocabulary.Length / 2, TinyText.Vocabulary.Length);
        Assert.All(ids, id => Assert.InRange(id, 0, TinyText.Vocabulary.Length - 1));
    }

    /// <summary>The largest of the windows' expansions, and the weights of all of their tokens together, are torch's own.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    [InlineData(0)]
    public void Encode_SeveralWindows_AgreesWithTorch(double share)
    {
        using SparseModel model = TinyModel.Trained();
        EncodeOptions encode = TinyModel.Encode with { MaxLength = 12, ExpansionShare = share, Pruning = new PruningOptions { MaxTerms = 4096 } };
        Document[] documents = [.. Enumerable.Range(0, 20).Select(i => new Document($"{i}", i % 2 == 0 ? TinyText.Title(i) : "", TinyText.Sentence(i)))];

        IReadOnlyList<SparseVector> vectors = TinyModel.Encoder(model, encode).EncodeDocuments(documents);

        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Assert.Contains(documents, document => DocumentWindows.Of(document, _tokenizer, 12, 4).Count > 1);
        foreach ((Document document, SparseVector vector) in documents.Zip(vectors))
        {
            PaddedBatch batch = PaddedBatch.Of(WindowBatch.Of([DocumentWindows.Of(document, _tokenizer, 12, 4)], _tokenizer), CPU);
            Tensor hiddenBSD = model.HiddenStates(batch.IdsBS, batch.MaskBS);
            Tensor headV = model.MaxLogits(hiddenBSD, batch.MaskBS).amax(0).relu().log1p() * share;
            Tensor weightsV = headV + model.Lexical!.Weights(hiddenBSD, batch.IdsBS, batch.CountedBS, batch.TitleBS, batch.Windows)[0];
            weightsV.index_fill_(0, tensor(_tokenizer.Wordless.Select(id => (long)id).ToArray()), 0);
            float[] expected = [.. weightsV.data<float>()];
            Assert.Equal(expected.Index().Where(w => w.Item > 0).Select(w => w.Index), vector.TokenIds.ToArray());
            Assert.All(vector.Terms(), term => Assert.Equal(expected[term.TokenId], term.Weight, 1e-6 * Math.Max(1, expected[term.TokenId])));
        }
    }

    [Fact]
    public void Encode_SeveralThreadsAtOnce_GivesTheSame_Issue18()
    {
        using SparseModel model = TinyModel.Trained();
        SparseEncoder encoder = TinyModel.Encoder(model);
        Document[] documents = [.. Enumerable.Range(0, 40).Select(i => Document.Of(TinyText.Sentence(i)))];
        TermWeight[] alone = [.. encoder.EncodeDocuments(documents).SelectMany(vector => vector.Terms())];

        TermWeight[][] together = [.. Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => encoder.EncodeDocuments(documents).SelectMany(vector => vector.Terms()).ToArray())];

        Assert.All(together, terms => Assert.Equal(alone, terms));
    }

    [Fact]
    public void Run_ModelInTraining_IsRefused()
    {
        using SparseModel model = TinyModel.Trained();
        SparseEncoder encoder = TinyModel.Encoder(model);
        model.train();

        Assert.Contains("evaluation mode", Assert.Throws<InvalidOperationException>(() => encoder.EncodeDocuments([Document.Of(Text)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_TokenizerLargerThanModel_NamesBothSizes()
    {
        SparseModelConfig config = TinyModel.Config();
        using SparseModel small = new(config with { Encoder = config.Encoder with { VocabularySize = 20 } }, seed: 1);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => TinyModel.Encoder(small));

        Assert.Contains($"The tokenizer has {TinyText.Vocabulary.Length} tokens, the model 20", exception.Message, StringComparison.Ordinal);
    }

    private Dictionary<string, float> Terms(SparseVector vector) => vector.Terms().ToDictionary(t => _tokenizer.Vocabulary[t.TokenId], t => t.Weight);
}
