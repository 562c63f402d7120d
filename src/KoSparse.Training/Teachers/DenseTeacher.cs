using KoSparse.Data;
using KoSparse.Modeling.Networks;
using static TorchSharp.torch;

namespace KoSparse.Training.Teachers;

/// <summary>A <see cref="DenseEncoder"/> as teacher.</summary>
/// <param name="folder">Hugging Face folder of an encoder.</param>
/// <param name="maxLength">Longest text in the teacher's tokens.</param>
/// <param name="device">Where it runs.</param>
internal sealed class DenseTeacher(string folder, int maxLength, Device device) : ITeacher
{
    private readonly DenseEncoder _encoder = new(folder, maxLength, device);

    /// <inheritdoc/>
    public Tensor EncodeQueries(IReadOnlyList<string> texts) => _encoder.EncodeQueries(texts);

    /// <inheritdoc/>
    public Tensor EncodeDocuments(IReadOnlyList<Document> documents) => _encoder.EncodeDocuments(documents);

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}
