namespace KoSparse.Modeling.Lexical;

/// <summary>What a lexical prior has learned: weights of hidden states and features.</summary>
/// <param name="Hidden">Of an occurrence's hidden state.</param>
/// <param name="Occurrence">Of an occurrence's features.</param>
/// <param name="OccurrenceBias">Added to these.</param>
/// <param name="Text">Of a text's features.</param>
/// <param name="TextBias">Added to these.</param>
public sealed record LexicalFactors(
    IReadOnlyList<float> Hidden, IReadOnlyList<float> Occurrence, float OccurrenceBias, IReadOnlyList<float> Text, float TextBias);
