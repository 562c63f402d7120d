using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoding;
using KoSparse.Text;
using KoSparse.Vectors;

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
        var encoder = new SparseEncoder(model, _tokenizer);

        IReadOnlyList<SparseVector> together = encoder.EncodeDocuments([.. texts.Select(Document.Of)]);

        for (int i = 0; i < texts.Length; i++)
        {
            SparseVector alone = encoder.EncodeDocuments([Document.Of(texts[i])])[0];
            Assert.Equal(alone.TokenIds.ToArray(), together[i].TokenIds.ToArray());
            Assert.All(alone.Weights.ToArray().Zip(together[i].Weights.ToArray()), w => Assert.Equal(w.First, w.Second, 1e-5));
            Assert.DoesNotContain(together[i].TokenIds.ToArray(), _tokenizer.SpecialTokens.All.Contains);
        }
    }

    /// <summary>Of a text's own terms ##에 has the variant 에, and 화가 has ##가, which the text has itself.</summary>
    [Fact]
    public void Encode_Variants_AreInDocumentsAndNotInQuestions()
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config() with
        {
            Expansion = false,
            ContextGate = null,
            Variants = new VariantOptions { WordStart = 0.5f, Syllable = 0.5f },
        });
        var encoder = new SparseEncoder(model, _tokenizer);

        Dictionary<string, float> document = Terms(encoder.EncodeDocuments([Document.Of(Text)])[0]);
        Dictionary<string, float> question = Terms(encoder.EncodeQueries([Text])[0]);

        Assert.Equal(["에"], document.Keys.Except(question.Keys));
        Assert.Equal(document["##에"] / 2, document["에"], 1e-5);
        Assert.All(question, term => Assert.Equal(document[term.Key], term.Value));
    }

    /// <summary>A share of 0.5, times the similarity of 0.5; a saved model keeps its families.</summary>
    [Fact]
    public void Encode_Families_AreInDocumentsOfASavedModelToo()
    {
        using TinyRun files = new();
        SparseModelConfig config = TinyModel.Config() with
        {
            Expansion = false,
            ContextGate = null,
            Variants = new VariantOptions { WordStart = 0, Syllable = 0, Family = 0.5f },
        };
        using SparseModel model = new(config, seed: 1) { Families = new(TinyText.Families()) };
        ModelFolder.Save(files.File("saved"), model, files.File("tokenizer"), _tokenizer, null);
        using OpenModel saved = ModelFolder.Open(files.File("saved"));

        foreach (SparseEncoder encoder in (SparseEncoder[])[new(model, _tokenizer), saved.Encoder])
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
            Variants = new VariantOptions(),
            Pruning = new PruningOptions { ForeignRatio = 0.1f },
        });
        model.ShiftLogits(5); // so that every row would be active

        int[] ids = new SparseEncoder(model, _tokenizer).EncodeDocuments([Document.Of(Text)])[0].TokenIds.ToArray();

        Assert.InRange(ids.Length, TinyText.Vocabulary.Length / 2, TinyText.Vocabulary.Length);
        Assert.All(ids, id => Assert.InRange(id, 0, TinyText.Vocabulary.Length - 1));
    }

    [Fact]
    public void Create_TokenizerLargerThanModel_NamesBothSizes()
    {
        SparseModelConfig config = TinyModel.Config();
        using SparseModel small = new(config with { Encoder = config.Encoder with { VocabularySize = 20 } }, seed: 1);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new SparseEncoder(small, _tokenizer));

        Assert.Contains($"The tokenizer has {TinyText.Vocabulary.Length} tokens, the model 20", exception.Message, StringComparison.Ordinal);
    }

    private Dictionary<string, float> Terms(SparseVector vector) => vector.Terms().ToDictionary(t => _tokenizer.Vocabulary[t.TokenId], t => t.Weight);
}
