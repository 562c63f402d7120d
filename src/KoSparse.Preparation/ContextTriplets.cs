using KoSparse.Data;
using KoSparse.Evaluation.Context;

namespace KoSparse.Preparation;

/// <summary>Triplets from the training half of the context pairs; the other half measures.</summary>
internal static class ContextTriplets
{
    /// <summary>
    /// For each side and each word that it should suggest: the word with the shared keyword as query, the side as positive,
    /// the other side as negative.
    /// </summary>
    public static IEnumerable<Triplet> All() =>
        from pair in ContextPairs.Of(ContextSplit.Train)
        from side in new[] { (This: pair.A, Other: pair.B), (This: pair.B, Other: pair.A) }
        from word in side.This.Expected
        select new Triplet($"{word} {pair.Keyword}", new Document("", "", side.This.Text), [new Document("", "", side.Other.Text)]) { PairType = PairTypes.Context };
}
