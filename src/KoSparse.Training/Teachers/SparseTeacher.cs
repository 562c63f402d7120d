using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Modeling.Networks;
using KoSparse.Vectors;
using static TorchSharp.torch;

namespace KoSparse.Training.Teachers;

// Shapes: T texts, V vocabulary of the teacher, which may be another than the student's.

/// <summary>A trained sparse model as teacher: what it would score in a search.</summary>
internal sealed class SparseTeacher : ITeacher
{
    private readonly OpenModel _model;
    private readonly Device _device;

    /// <summary>Loads a teacher.</summary>
    /// <param name="folder">Folder of a model that KoSparse wrote.</param>
    /// <param name="maxLength">Longest text in the teacher's tokens.</param>
    /// <param name="device">Where it runs.</param>
    public SparseTeacher(string folder, int maxLength, Device device)
    {
        _device = device;
        _model = OpenModel.Open(
            folder,
            (path, config) => TorchNetwork.Open(path, config, device),
            encode => encode with { MaxLength = Math.Min(encode.MaxLength, maxLength), MaxWindows = 1 });
        _model.ReadWeights();
    }

    /// <inheritdoc/>
    public Tensor EncodeQueries(IReadOnlyList<string> texts) => Rows(_model.Encoder.EncodeQueries(texts));

    /// <inheritdoc/>
    public Tensor EncodeDocuments(IReadOnlyList<Document> documents) => Rows(_model.Encoder.EncodeDocuments(documents));

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private Tensor Rows(IReadOnlyList<SparseVector> vectors)
    {
        float[,] rows = new float[vectors.Count, _model.Encoder.VocabularySize];
        for (int text = 0; text < vectors.Count; text++)
        {
            foreach (TermWeight term in vectors[text].Terms())
            {
                rows[text, term.TokenId] = term.Weight;
            }
        }

        return tensor(rows, device: _device);
    }
}
