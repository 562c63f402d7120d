using KoSparse.Data;
using static TorchSharp.torch;

namespace KoSparse.Training.Teachers;

// Shapes: T texts, E entries of the teacher's vectors.

/// <summary>A model that the student learns from: its score of a question and a document is the dot product of their vectors.</summary>
public interface ITeacher : IDisposable
{
    /// <summary>Vectors of questions, T × E; the caller owns them.</summary>
    Tensor EncodeQueries(IReadOnlyList<string> texts);

    /// <summary>Vectors of documents, T × E; the caller owns them.</summary>
    Tensor EncodeDocuments(IReadOnlyList<Document> documents);
}
