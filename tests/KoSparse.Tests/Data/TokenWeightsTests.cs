using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Tests.Text;
using KoSparse.Text;

namespace KoSparse.Tests.Data;

public sealed class TokenWeightsTests
{
    [Fact]
    public void Write_TokensThatWeighNothing_GetTheLeastWeight_Issue22()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();
        InverseDocumentFrequency idf = InverseDocumentFrequency.Given(Weights(tokenizer, id => id % 2 == 0 ? 0 : 1.5f), tokenizer);

        TokenWeights weights = TokenWeights.Of(idf, tokenizer);
        weights.Write(folder.File("idf.json"), tokenizer);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder.File("idf.json")));
        Assert.Equal(1, weights.Scale);
        Assert.Equal(tokenizer.Vocabulary, json.RootElement.EnumerateObject().Select(token => token.Name));
        Assert.All(tokenizer.Vocabulary.Select((token, id) => (token, id)), pair => Assert.Equal(
            pair.id % 2 == 0 || tokenizer.Wordless.Contains(pair.id) ? TokenWeights.Least : 1.5f, json.RootElement.GetProperty(pair.token).GetSingle()));
    }

    [Fact]
    public void Of_WeightsAboveLucenesLargest_AreScaledAlike_Issue22()
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        InverseDocumentFrequency idf = InverseDocumentFrequency.Given(Weights(tokenizer, id => id == 6 ? 256 : 8), tokenizer);

        TokenWeights weights = TokenWeights.Of(idf, tokenizer);

        Assert.Equal(0.25f, weights.Scale);
        Assert.Equal((64f, 2f), (weights.Values[6], weights.Values[5]));
    }

    [Fact]
    public void Of_AnotherTokenizer_IsRefused()
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        InverseDocumentFrequency idf = InverseDocumentFrequency.Given(Weights(tokenizer, _ => 1), tokenizer);

        Assert.Throws<IdfException>(() => TokenWeights.Of(idf, TestVocabulary.Open("""{"do_lower_case":true}""")));
    }

    /// <summary>The file that ships is the one that is written now.</summary>
    [Fact]
    public void Write_ShippedModel_GivesItsFile_Issue22()
    {
        using TemporaryFolder folder = new();
        string mini = Path.Combine(SharedData.Root, "models", "mini");
        using OpenModel model = OpenModel.Open(mini);

        TokenWeights.Of(model.Idf!, model.Tokenizer).Write(folder.File("idf.json"), model.Tokenizer);

        Assert.Equal(File.ReadAllText(folder.File("idf.json")), File.ReadAllText(Path.Combine(mini, "idf.json")));
    }

    private static float[] Weights(Tokenizer tokenizer, Func<int, float> weight) => [.. Enumerable.Range(0, tokenizer.Vocabulary.Count).Select(weight)];
}
