using KoSparse.Data;
using KoSparse.Text;
using KoSparse.Training.Losses;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Losses;

public sealed class VocabularyTensorsTests
{
    /// <summary>A vector that is encoded has no punctuation, and nothing in rows that no token has: losses must not see any, either.</summary>
    [Fact]
    public void RealV_Punctuation_IsLeftOutAsInEncoding_Issue18()
    {
        Tokenizer tokenizer = TinyText.Tokenizer();
        int tokens = tokenizer.Vocabulary.Count;

        using var tensors = new VocabularyTensors(tokens + 2, tokenizer, null, [], null, CPU);

        int[] left = [.. tensors.RealV.data<float>().Index().Where(row => row.Item == 0).Select(row => row.Index)];
        Assert.Equal([.. tokenizer.Wordless.Order(), tokens, tokens + 1], left);
        Assert.Equal(0, tensors.RealV[Array.IndexOf(TinyText.Vocabulary, ".")].item<float>());
        Assert.Equal(1, tensors.RealV[Array.IndexOf(TinyText.Vocabulary, "7")].item<float>());
    }

    /// <summary>Rows that no token has count as no token: with their zeros in the minimum, every other cost fell.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void CostsV_RowsBeyondTheTokenizer_DoNotShiftTheOthers_Issue18(int beyond)
    {
        Tokenizer tokenizer = TinyText.Tokenizer();
        int tokens = tokenizer.Vocabulary.Count;
        // Each text is one or two words: no token is in many, so that the smallest IDF is far from 0.
        InverseDocumentFrequency idf = IdfCounter.Count(
            TinyText.Vocabulary.Concat(TinyText.Vocabulary.Take(20).Select(word => $"{word} 등대")), tokenizer, IdfSmoothing.Bm25);
        IdfFlopsOptions options = new() { Alpha = 2 };

        using var tensors = new VocabularyTensors(tokens + beyond, tokenizer, idf, [], options, CPU);

        float[] costs = tensors.CostsV!.data<float>().ToArray();
        Assert.Equal(IdfFlopsLoss.Costs(idf.Values, [], tokenizer.SpecialTokens.All, options), costs[..tokens]);
        Assert.Equal(1, costs.Except(tokenizer.SpecialTokens.All.Select(id => costs[id])).Max(), 1e-6);
        Assert.All(costs[tokens..], cost => Assert.Equal(0, cost));
    }
}
