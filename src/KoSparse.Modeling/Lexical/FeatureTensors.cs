using KoSparse.Encoding.Lexical;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Lexical;

// Shapes: T texts, B windows, S tokens, F features.

/// <summary>The features of <see cref="TermFeatures"/> as tensors.</summary>
internal static class FeatureTensors
{
    /// <summary>The features of occurrences, B × S × 3, and of texts, T × 4.</summary>
    /// <param name="tokens">Which places belong together.</param>
    /// <param name="countedBS">1 for the tokens that count.</param>
    /// <param name="titleBS">1 for those of them in the title.</param>
    /// <param name="lengthsT">Weighted number of tokens of each text.</param>
    public static (Tensor OccurrencesBSF, Tensor TextsTF) Of(TokenCounts tokens, Tensor countedBS, Tensor titleBS, Tensor lengthsT)
    {
        Tensor titlesT = tokens.PerText(titleBS);
        Tensor ofTitleBS = titleBS / titlesT.clamp_min(1).index_select(0, tokens.TextsB).unsqueeze(1);
        Tensor placeBS = arange(countedBS.shape[1], countedBS.dtype, countedBS.device).log1p().expand_as(countedBS);
        Tensor repeatedBS = (tokens.Of(countedBS - titleBS) > 0).to(countedBS.dtype);
        return (
            stack([titleBS, ofTitleBS, placeBS], -1),
            stack([lengthsT.log1p(), (titlesT > 0).to(countedBS.dtype), titlesT.clamp_min(1).log(), tokens.PerText(ofTitleBS * repeatedBS)], -1));
    }
}
