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
}
