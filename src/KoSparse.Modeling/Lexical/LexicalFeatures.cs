using static TorchSharp.torch;

namespace KoSparse.Modeling.Lexical;

// Shapes: T texts, B windows, S tokens, F features.

/// <summary>What the lexical prior sees besides hidden states: where a token stands, and what kind of text it stands in.</summary>
/// <remarks>
/// A title of one word names its subject; one of six shares most of them with other titles. BM25 has no place for that.
/// All but the length is zero for a text without a title, which is neither favoured nor put back.
/// </remarks>
public static class LexicalFeatures
{
    /// <summary>In the title (1 or 0); 1 / tokens of the title, there; log(1 + place in the window).</summary>
    public const int OfOccurrence = 3;

    /// <summary>log(1 + tokens), those of the title by their weight; has a title (1 or 0); log(tokens of the title); share of them that the rest repeats.</summary>
    public const int OfText = 4;

    /// <summary>Place of the feature that is 1 for a text with a title; those after it are 0 without one.</summary>
    public const int HasTitle = 1;

    /// <summary>The features of occurrences, B × S × 3, and of texts, T × 4.</summary>
    /// <param name="tokens">Which places belong together.</param>
    /// <param name="countedBS">1 for the tokens that count.</param>
    /// <param name="titleBS">1 for those of them in the title.</param>
    /// <param name="lengthsT">Weighted number of tokens of each text.</param>
    internal static (Tensor OccurrencesBSF, Tensor TextsTF) Of(TokenCounts tokens, Tensor countedBS, Tensor titleBS, Tensor lengthsT)
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
