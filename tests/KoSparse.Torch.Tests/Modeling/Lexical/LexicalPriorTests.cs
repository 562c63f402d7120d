using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Lexical;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling.Lexical;

public sealed class LexicalPriorTests : IDisposable
{
    private const double K1 = 1.2;

    /// <summary>The index keeps impacts in 8 bits.</summary>
    private const double EightBits = 0.03;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>The index of KoSparse.Search leaves out BM25's constant factor k₁ + 1, as Lucene does; it is put back here.</summary>
    [Theory]
    [InlineData(32, 1)]
    [InlineData(9, 64)] // long documents in windows, titles before each, every token counted once
    public void Forward_UntrainedModelWithIdfQueries_ScoresAsBm25(int maxLength, int maxWindows)
    {
        Tokenizer tokenizer = TinyText.Tokenizer();
        Document[] texts = [.. Enumerable.Range(0, 60).Select(i => new Document($"{i}", i % 3 == 0 ? TinyText.Question(i) : "", TinyText.Sentence(i)))];
        string[] contents = [.. texts.Select(t => t.Content)];
        var index = Bm25Index.Build(contents, new TokenAnalyzer(tokenizer), new Bm25Options { K1 = K1, B = 0.75 });
        InverseDocumentFrequency idf = IdfCounter.Count(contents.Select((t, i) => $"{t}{new string(' ', i)}"), tokenizer, IdfSmoothing.Bm25);
        using SparseModel model = new(Config(contents.Average(t => Words(tokenizer, t))), seed: 1);
        EncodeOptions encode = new() { QueryEncoder = QueryEncoding.Idf, MaxLength = maxLength, MaxWindows = maxWindows };
        SparseEncoder encoder = TinyModel.Encoder(model, encode, idf);

        IReadOnlyList<SparseVector> documents = encoder.EncodeDocuments(texts);

        for (int question = 0; question < 16; question++)
        {
            SparseVector query = encoder.EncodeQueries([TinyText.Question(question)])[0];
            IReadOnlyList<ScoredDocument> expected = index.Search(TinyText.Question(question), texts.Length);
            Assert.NotEmpty(expected);
            Assert.All(expected, found => Assert.Equal(found.Score * (K1 + 1), query.Dot(documents[found.Document]), EightBits));
        }
    }

    /// <summary>
    /// Tokens 5, 5, 6; average 2, k₁ = 1.2, b = 0.5: norm = 1.2 · (0.5 + 0.5 · 3 / 2) = 1.5.
    /// Token 5: 2 · 2.2 / (2 + 1.5) = 1.257143; token 6: 1 · 2.2 / (1 + 1.5) = 0.88.
    /// </summary>
    [Fact]
    public void Forward_ThreeTokens_IsWorkedOutByHand()
    {
        var prior = new LexicalPrior(4, 8, new LexicalPriorOptions { K1 = K1, B = 0.5, AverageLength = 2 });
        prior.Neutralise();
        Tensor idsBS = tensor(new long[,] { { 2, 5, 5, 6, 3 } });

        Tensor weightsBV = prior.Weights(randn(1, 5, 4), idsBS, tensor(new bool[,] { { false, true, true, true, false } }));

        TorchAssert.Near(tensor(new[,] { { 0, 0, 0, 0, 0, 1.257143f, 0.88f, 0 } }), weightsBV, 1e-5);
    }

    /// <summary>
    /// The first 5 is the title's and counts three times: token 5 occurs 4 times, 6 once, length 5; norm = 1.2 · (0.5 + 0.5 · 5 / 2) = 2.1.
    /// Token 5: 4 · 2.2 / (4 + 2.1) = 1.442623; token 6: 1 · 2.2 / (1 + 2.1) = 0.709677.
    /// </summary>
    [Fact]
    public void Forward_WeightedTitle_IsWorkedOutByHand()
    {
        var prior = new LexicalPrior(4, 8, new LexicalPriorOptions { K1 = K1, B = 0.5, AverageLength = 2, TitleWeight = 3 });
        prior.Neutralise();
        Tensor idsBS = tensor(new long[,] { { 2, 5, 5, 6, 3 } });
        Tensor countedBS = tensor(new bool[,] { { false, true, true, true, false } });

        Tensor weightsBV = prior.Weights(randn(1, 5, 4), idsBS, countedBS, tensor(new bool[,] { { false, true, false, false, false } }));

        TorchAssert.Near(tensor(new[,] { { 0, 0, 0, 0, 0, 1.442623f, 0.709677f, 0 } }), weightsBV, 1e-5);
    }

    /// <summary>
    /// As above, and learned: the text's factor is e^(0.1·ln 6 − 0.2 + 0.3·ln 1 + 0.05·1 + 0.1) = 1.137890, the title's one token being
    /// repeated; those of the occurrences are 2σ(0.2 + 0.5 − 0.25 + 0.1·ln 2) = 1.253975, 2σ(0.2 + 0.1·ln 3) = 1.153703 and
    /// 2σ(0.2 + 0.1·ln 4) = 1.167715. Token 5: 1.442623·(0.5 + 0.5·1.137890·(0.75·1.253975 + 0.25·1.153703)) = 1.729966,
    /// token 6: 0.709677·(0.5 + 0.5·1.137890·1.167715) = 0.826324.
    /// </summary>
    [Fact]
    public void Forward_LearnedFactors_IsWorkedOutByHand()
    {
        var prior = new LexicalPrior(4, 8, new LexicalPriorOptions { K1 = K1, B = 0.5, AverageLength = 2, TitleWeight = 3, LearnedShare = 0.5 });
        prior.Set(new LexicalFactors([0, 0, 0, 0], [0.5f, -0.25f, 0.1f], 0.2f, [0.1f, -0.2f, 0.3f, 0.05f], 0.1f));
        Tensor idsBS = tensor(new long[,] { { 2, 5, 5, 6, 3 } });
        Tensor countedBS = tensor(new bool[,] { { false, true, true, true, false } });

        Tensor weightsBV = prior.Weights(randn(1, 5, 4), idsBS, countedBS, tensor(new bool[,] { { false, true, false, false, false } }));

        TorchAssert.Near(tensor(new[,] { { 0, 0, 0, 0, 0, 1.729966f, 0.826324f, 0 } }), weightsBV, 1e-5);
    }

    /// <summary>Hidden states act, too: u = (1, 0, 0, 0) on a state of 1 gives 2σ(1) = 1.462117.</summary>
    [Fact]
    public void Forward_LearnedFromHiddenStates_IsWorkedOutByHand()
    {
        var prior = new LexicalPrior(4, 8, new LexicalPriorOptions { K1 = K1, B = 0.5, AverageLength = 2 });
        prior.Set(new LexicalFactors([1, 0, 0, 0], [0, 0, 0], 0, [0, 0, 0, 0], 0));
        Tensor hiddenBSD = zeros(1, 3, 4).index_fill_(1, tensor(2L), 1);

        Tensor weightsBV = prior.Weights(hiddenBSD, tensor(new long[,] { { 5, 5, 6 } }), ones(1, 3, dtype: @bool));

        TorchAssert.Near(tensor(new[,] { { 0, 0, 0, 0, 0, 1.257143f, 0.88f * 1.462117f, 0 } }), weightsBV, 1e-5);
    }

    /// <summary>Titles of one and of three tokens, and none; the second text is read in two windows.</summary>
    [Fact]
    public void Features_ThreeTexts_AreCountedByHand()
    {
        Tensor idsBS = tensor(new long[,] { { 5, 5, 6 }, { 5, 6, 7 }, { 5, 7, 0 }, { 5, 6, 6 } });
        Tensor countedBS = tensor(new[,] { { 1f, 1, 1 }, { 1, 1, 1 }, { 0, 1, 0 }, { 1, 1, 1 } });
        Tensor titleBS = tensor(new[,] { { 1f, 0, 0 }, { 1, 1, 1 }, { 0, 0, 0 }, { 0, 0, 0 } });
        TokenCounts tokens = new(idsBS, 8, [1, 2, 1]);

        (Tensor occurrencesBSF, Tensor textsTF) = FeatureTensors.Of(tokens, countedBS, titleBS, tokens.PerText(countedBS));

        TorchAssert.Near(tensor(new[,] { { 1f, 1, 0 }, { 0, 0, 0.693147f }, { 0, 0, 1.098612f } }), occurrencesBSF[0], 1e-5);
        TorchAssert.Near(tensor(new[,] { { 1f, 1f / 3, 0 }, { 1, 1f / 3, 0.693147f }, { 1, 1f / 3, 1.098612f } }), occurrencesBSF[1], 1e-5);
        // ln of 1 + tokens; a title; ln of its tokens; share of them that the rest repeats (5 of 5; 7 of 5, 6, 7).
        TorchAssert.Near(
            tensor(new[,] { { 1.386294f, 1, 0, 1 }, { 1.609438f, 1, 1.098612f, 1f / 3 }, { 1.386294f, 0, 0, 0 } }), textsTF, 1e-5);
    }

    [Fact]
    public void Forward_LearnedConstants_GetGradients()
    {
        var prior = new LexicalPrior(4, 8, new LexicalPriorOptions { AverageLength = 2 });
        prior.Neutralise();

        Tensor titleBS = tensor(new bool[,] { { true, false, false } });
        prior.Weights(randn(1, 3, 4), tensor(new long[,] { { 5, 5, 6 } }), ones(1, 3, dtype: @bool), titleBS).sum().backward();

        foreach ((string name, TorchSharp.Modules.Parameter parameter) in prior.named_parameters())
        {
            Assert.Equal(name != "average_length", parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0);
        }
    }

    private static int Words(Tokenizer tokenizer, string text) => tokenizer.Tokenize(text).Count(t => !tokenizer.Wordless.Contains(t.Id));

    private static SparseModelConfig Config(double averageLength) => TinyModel.Config() with
    {
        Expansion = false,
        ContextGate = null,
        LexicalPrior = new LexicalPriorOptions { K1 = K1, B = 0.75, AverageLength = averageLength },
    };
}
