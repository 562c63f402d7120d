using KoSparse.Modeling;
using KoSparse.Training.Batches;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: Q queries, D documents, V vocabulary.

/// <summary>What the loss terms of one step see; tensors belong to the step's scope.</summary>
/// <param name="Step">The optimizer step, from 0.</param>
/// <param name="Batch">The batch.</param>
/// <param name="Queries">The model's output for the questions; null where IDF weights stand for it.</param>
/// <param name="Documents">The model's output for the documents, special tokens included.</param>
/// <param name="SimilarityQD">Similarity of each question and document, tokens that carry no word left out.</param>
/// <param name="DocumentsDV">Weights of the documents, tokens that carry no word left out.</param>
/// <param name="TeacherQD">The teacher's similarities; null without a teacher model.</param>
/// <param name="TeacherDD">The teacher's similarities between documents; null without a teacher model.</param>
internal sealed record StepVectors(
    int Step,
    TrainingBatch Batch,
    SparseOutput? Queries,
    SparseOutput Documents,
    Tensor SimilarityQD,
    Tensor DocumentsDV,
    Tensor? TeacherQD,
    Tensor? TeacherDD)
{
    /// <summary>Number of questions.</summary>
    public long QueryCount => SimilarityQD.shape[0];

    /// <summary>
    /// The side that <c>self</c> and <c>positive</c> teach, with its own tokens and its partner's: the questions where the
    /// model encodes them, else the positives, which then learn the words of their questions.
    /// </summary>
    public (SparseOutput Output, Tensor OwnBV, Tensor PartnerBV) Learner()
    {
        Tensor positiveTokensQV = Batch.DocumentTokensDV.narrow(0, 0, QueryCount);
        if (Queries is not null)
        {
            return (Queries, Batch.QueryTokensQV, positiveTokensQV);
        }

        var positives = new SparseOutput(
            Documents.WeightsBV.narrow(0, 0, QueryCount), Documents.LogitsBV?.narrow(0, 0, QueryCount));
        return (positives, positiveTokensQV, Batch.QueryTokensQV);
    }
}
