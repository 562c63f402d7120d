using KoSparse.Data;
using KoSparse.Modeling.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Batches;

// Shapes: Q queries, D documents (Q positives, then N negatives), V vocabulary.

/// <summary>One batch as texts and tensors; dispose it when the step is done.</summary>
/// <param name="QueryTexts">The questions.</param>
/// <param name="DocumentTexts">The positive of each question, then all negatives.</param>
/// <param name="Queries">The questions as ids.</param>
/// <param name="Documents">The documents as ids.</param>
/// <param name="QueryTokensQV">1 where a content token occurs in the question: neither special nor stopword.</param>
/// <param name="DocumentTokensDV">The same for documents.</param>
/// <param name="QueryIdfQV">IDF weights of the question's tokens; null unless the recipe's queries are weighted by IDF.</param>
/// <param name="OwnersN">The question of each negative.</param>
/// <param name="ExcludedQD">True where a document is no negative of a question although it is another's.</param>
/// <param name="TeacherQD">Teacher scores that the triplets carry, 0 elsewhere.</param>
/// <param name="ScoredQD">True where <paramref name="TeacherQD"/> holds a score.</param>
internal sealed record TrainingBatch(
    IReadOnlyList<string> QueryTexts,
    IReadOnlyList<Document> DocumentTexts,
    PaddedBatch Queries,
    PaddedBatch Documents,
    Tensor QueryTokensQV,
    Tensor DocumentTokensDV,
    Tensor? QueryIdfQV,
    Tensor OwnersN,
    Tensor ExcludedQD,
    Tensor TeacherQD,
    Tensor ScoredQD) : IDisposable
{
    /// <summary>Real tokens of both sides.</summary>
    public long TokenCount { get; } = Queries.MaskBS.sum().item<long>() + Documents.MaskBS.sum().item<long>();

    /// <summary>True where a document is no negative of a question or is another question's; the caller owns it.</summary>
    public Tensor OthersQD()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor questionsQ = arange(ExcludedQD.shape[0], int64, ExcludedQD.device);
        return questionsQ.unsqueeze(1).ne(cat([questionsQ, OwnersN])).logical_or(ExcludedQD).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Queries.Dispose();
        Documents.Dispose();
        QueryTokensQV.Dispose();
        DocumentTokensDV.Dispose();
        QueryIdfQV?.Dispose();
        OwnersN.Dispose();
        ExcludedQD.Dispose();
        TeacherQD.Dispose();
        ScoredQD.Dispose();
    }
}
