using KoSparse.Data;
using KoSparse.Evaluation.Context;
using KoSparse.Tests.Search;
using KoSparse.Vectors;

namespace KoSparse.Tests.Evaluation.Context;

public sealed class ContextEvaluationTests
{
    // Ids of the words: 5 회사, 6 학생, 7 점심, 8 급식.
    private static readonly WordTokenizer Words = new("회사", "학생", "점심", "급식");

    private static readonly ContextPair Pair = new(
        "점심",
        new ContextText("a", ["회사", "모름"]),
        new ContextText("b", ["학생", "급식"]),
        "food",
        ContextSplit.Measure);

    [Fact]
    public void Measure_OneSharedTermOfFour_IsToldApart()
    {
        // A: 회사 점심, B: 학생 점심 급식: one shared of four, 0.25. Found: 회사, 학생, 급식 of four.
        ContextResult result = ContextEvaluation.Measure(
            [Pair], new TableEncoder(new() { ["a"] = [5, 7], ["b"] = [6, 7, 8] }), Words);

        Assert.Equal(1, result.Discrimination);
        Assert.Equal(0.25, result.MeanOverlap);
        Assert.Equal(0.75, result.ExpectedFound);
        Assert.Equal(["회사", "학생", "급식"], Assert.Single(result.Pairs).Found);
    }

    [Fact]
    public void Measure_HalfShared_IsNotToldApart()
    {
        // A: 회사 점심 급식, B: 점심 급식 학생: two of four.
        ContextResult result = ContextEvaluation.Measure(
            [Pair], new TableEncoder(new() { ["a"] = [5, 7, 8], ["b"] = [6, 7, 8] }), Words);

        Assert.Equal(0, result.Discrimination);
        Assert.Equal(0.5, result.MeanOverlap);
    }

    [Fact]
    public void Measure_NoTerms_AreNotToldApart()
    {
        ContextResult result = ContextEvaluation.Measure(
            [Pair], new TableEncoder(new() { ["a"] = [], ["b"] = [] }), Words);

        Assert.Equal(0, result.Discrimination);
        Assert.Equal(0, result.ExpectedFound);
    }

    [Fact]
    public void Measure_MoreThan64Terms_ComparesTheHeaviest()
    {
        // Terms are lighter the later they come: both begin with 64 of their own and then share a hundred.
        int[] shared = [.. Enumerable.Range(1000, 100)];
        TableEncoder encoder = new(new()
        {
            ["a"] = [.. Enumerable.Range(100, 64), .. shared],
            ["b"] = [.. Enumerable.Range(300, 64), .. shared],
        });

        Assert.Equal(0, ContextEvaluation.Measure([Pair], encoder, Words).MeanOverlap);
    }

    private sealed class TableEncoder(Dictionary<string, int[]> tokens) : ISparseEncoder
    {
        public int VocabularySize => 2000;

        public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts) =>
            throw new NotSupportedException("Contexts are encoded as documents.");

        public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null) =>
            [.. documents.Select(document => SparseVector.FromTerms(tokens[document.Text].Select((token, place) => new TermWeight(token, 200 - place))))];
    }
}
