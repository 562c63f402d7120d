using KoSparse.Data;
using KoSparse.Evaluation.Comparison;
using KoSparse.Evaluation.Encoders;
using KoSparse.Tests.Search;
using KoSparse.Vectors;

namespace KoSparse.Tests.Evaluation.Encoders;

public sealed class EncoderMeasurementTests
{
    // Five special tokens come first: 5 is 회사.
    private static readonly WordTokenizer Words = new("회사", "학생", "점심", "급식");

    [Fact]
    public void Figures_OneEncoder_AreThoseOfItsVectors()
    {
        CountingEncoder encoder = new();
        TextSample texts = new("two", [new Document("1", "", "회사"), new Document("2", "", "학생")], ["점심"], []);
        EncoderMeasurement measurement = new(encoder, Words, texts);
        List<int> told = [];

        measurement.Documents(new Told(told.Add));
        EncoderFigures figures = measurement.Figures("counting");

        Assert.Equal(1, figures.Language.KoreanTokenRatio.Count);
        Assert.Equal((1.0, 2.0), (figures.Sparsity.Queries.Mean, figures.Sparsity.Documents.Mean));
        Assert.Equal(0, figures.Context.Discrimination); // all documents have the same terms
        Assert.Equal([2], told);
        Assert.Equal(2, encoder.Calls); // the texts once, and the pairs
    }

    private sealed class Told(Action<int> act) : IProgress<int>
    {
        public void Report(int value) => act(value);
    }

    private sealed class CountingEncoder : ISparseEncoder
    {
        private static readonly SparseVector Two = SparseVector.FromTerms([new TermWeight(5, 1), new TermWeight(6, 1)]);

        public int VocabularySize => Words.Vocabulary.Count;

        public int Calls { get; private set; }

        public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts) =>
            [.. texts.Select(_ => SparseVector.FromTerms([new TermWeight(7, 1)]))];

        public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null)
        {
            Calls++;
            progress?.Report(documents.Count);
            return [.. documents.Select(_ => Two)];
        }
    }
}
