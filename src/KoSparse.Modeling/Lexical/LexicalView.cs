using KoSparse.Encoding.Lexical;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Lexical;

// Shapes: T texts, B windows, S tokens, F features.

/// <summary>What the weights of a text's own tokens are made of, besides hidden states.</summary>
/// <param name="SharesBS">Part of BM25's weight that each occurrence carries; 0 where a token does not count.</param>
/// <param name="OccurrencesBSF">Features of each occurrence, as <see cref="TermFeatures"/> has them.</param>
/// <param name="TextsTF">Features of each text.</param>
public sealed record LexicalView(Tensor SharesBS, Tensor OccurrencesBSF, Tensor TextsTF);
