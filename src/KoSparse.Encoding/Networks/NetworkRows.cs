namespace KoSparse.Encoding.Networks;

// Shapes: T texts, B windows, S tokens, V vocabulary; all row-major.

/// <summary>What a network says of a batch, copied out of its library once.</summary>
/// <param name="ExpansionTV">Weights of the head over the vocabulary, not negative, special tokens included: of a text the largest of its windows; null where there are none or they were not wanted.</param>
/// <param name="ImportanceBS">What the hidden state of each token says of its importance, a logit; null without a lexical prior.</param>
public sealed record NetworkRows(float[]? ExpansionTV, float[]? ImportanceBS);
