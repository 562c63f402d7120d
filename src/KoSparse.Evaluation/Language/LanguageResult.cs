using KoSparse.Text;

namespace KoSparse.Evaluation.Language;

/// <summary>Which languages the active terms of a set of texts are of.</summary>
/// <param name="Texts">Number of texts.</param>
/// <param name="KoreanTokenRatio">Korean terms over all but special ones.</param>
/// <param name="Leakage">Foreign terms over all but special ones.</param>
/// <param name="Classes">Number of active terms by class.</param>
public sealed record LanguageResult(
    int Texts, ShareOfTerms KoreanTokenRatio, ShareOfTerms Leakage, IReadOnlyDictionary<TokenClass, long> Classes);
