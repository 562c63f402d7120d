using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Batches;

// Shapes: B rows, S tokens, D width, P chosen places, N groups.

/// <summary>Means of hidden states.</summary>
public static class Means
{
    /// <summary>The mean of each row's real tokens, B × D; the caller owns it.</summary>
    /// <param name="hiddenBSD">Hidden states.</param>
    /// <param name="maskBS">True where a token is real; at least once in each row.</param>
    public static Tensor OverTokens(Tensor hiddenBSD, Tensor maskBS)
    {
        ArgumentNullException.ThrowIfNull(maskBS);
        using DisposeScope scope = NewDisposeScope();
        Tensor realB1S = maskBS.to_type(float32).unsqueeze(1);
        return (realB1S.matmul(hiddenBSD).squeeze(1) / realB1S.sum(2)).MoveToOuterDisposeScope();
    }

    /// <summary>The mean of chosen places by groups, N × D; the caller owns it.</summary>
    /// <param name="hiddenBSD">Hidden states.</param>
    /// <param name="placesP">Places in the flattened B · S.</param>
    /// <param name="groupsP">Group of each place, from 0; each group has one at least.</param>
    /// <param name="groups">Number of groups.</param>
    public static Tensor OverGroups(Tensor hiddenBSD, Tensor placesP, Tensor groupsP, long groups)
    {
        ArgumentNullException.ThrowIfNull(hiddenBSD);
        using DisposeScope scope = NewDisposeScope();
        Tensor chosenPD = hiddenBSD.flatten(0, 1).index_select(0, placesP);
        Tensor sumsND = zeros(groups, chosenPD.shape[1], device: chosenPD.device).index_add(0, groupsP, chosenPD, 1);
        Tensor countsN1 = zeros(groups, device: chosenPD.device).index_add(0, groupsP, ones_like(groupsP, float32), 1).unsqueeze(1);
        return (sumsND / countsN1).MoveToOuterDisposeScope();
    }
}
