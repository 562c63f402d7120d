using KoSparse.Evaluation.Comparison;
using KoSparse.Evaluation.Context;
using KoSparse.Evaluation.Language;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Evaluation.Encoders;

/// <summary>Measures an encoder: language, context, sparsity. Documents are encoded once for all that ask for them.</summary>
/// <param name="encoder">The encoder to judge.</param>
/// <param name="tokenizer">The tokenizer of its vocabulary.</param>
/// <param name="texts">What it encodes.</param>
public sealed class EncoderMeasurement(ISparseEncoder encoder, Tokenizer tokenizer, TextSample texts)
{
    private IReadOnlyList<SparseVector>? _documents;

    /// <summary>The texts.</summary>
    public TextSample Texts => texts;

    /// <summary>The vectors of the documents, encoded when they are first asked for.</summary>
    /// <param name="progress">Told the number of documents encoded so far, when given.</param>
    public IReadOnlyList<SparseVector> Documents(IProgress<int>? progress = null) =>
        _documents ??= encoder.EncodeDocuments(texts.Documents, progress);

    /// <summary>How Korean the vectors of the documents are.</summary>
    public LanguageResult Language() => LanguageEvaluation.Measure(Documents(), TokenClasses.Of(tokenizer));

    /// <summary>Whether contexts are told apart, on the built-in pairs.</summary>
    public ContextResult Context() => ContextEvaluation.Measure(ContextPairs.Of(ContextSplit.Measure), encoder, tokenizer);

    /// <summary>What the vectors cost.</summary>
    public SparsityResult Sparsity() =>
        SparsityEvaluation.Measure(encoder.EncodeQueries(texts.Queries), Documents(), encoder.VocabularySize);

    /// <summary>All three.</summary>
    /// <param name="name">Name of the encoder in reports.</param>
    public EncoderFigures Figures(string name) => new(name, Language(), Context(), Sparsity());
}
