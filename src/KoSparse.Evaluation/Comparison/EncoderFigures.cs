using KoSparse.Evaluation.Context;
using KoSparse.Evaluation.Language;
using KoSparse.Evaluation.Sparsity;

namespace KoSparse.Evaluation.Comparison;

/// <summary>What was measured of one encoder.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Language">How Korean its vectors are.</param>
/// <param name="Context">How well it tells contexts apart.</param>
/// <param name="Sparsity">What its vectors cost.</param>
public sealed record EncoderFigures(string Name, LanguageResult Language, ContextResult Context, SparsityResult Sparsity);
