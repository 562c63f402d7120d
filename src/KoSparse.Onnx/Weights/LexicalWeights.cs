using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Lexical;

namespace KoSparse.Onnx.Weights;

/// <summary>What a lexical prior has learned besides the importance of hidden states.</summary>
internal static class LexicalWeights
{
    /// <summary>Reads it.</summary>
    /// <param name="weights">The model's tensors.</param>
    /// <param name="options">The prior.</param>
    public static TermWeighting Read(NetworkWeights weights, LexicalPriorOptions options) => new()
    {
        K1 = MathF.Exp(weights.Read("lexical_prior.log_k1")[0]),
        B = 1 / (1 + MathF.Exp(-weights.Read("lexical_prior.logit_b")[0])),
        AverageLength = weights.Read("lexical_prior.average_length")[0],
        TitleWeight = MathF.Exp(weights.Read("lexical_prior.log_title_weight")[0]),
        LearnedShare = (float)(options.LearnedShare ?? LexicalPriorOptions.AllLearned),
        Occurrence = weights.Read("lexical_prior.place.weight", 1, TermFeatures.OfOccurrence),
        Text = weights.Read("lexical_prior.text.weight", 1, TermFeatures.OfText),
        TextBias = weights.Read("lexical_prior.text.bias", 1)[0],
    };
}
