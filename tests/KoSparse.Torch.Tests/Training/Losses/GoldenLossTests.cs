using System.Text.Json;
using KoSparse.Tests;
using KoSparse.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Losses;

// Shapes: Q queries, N negatives of each, D documents, V vocabulary.

/// <summary>What sentence-transformers computes of the same vectors: <c>tests/golden/measures/losses.json</c>.</summary>
public sealed class GoldenLossTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly JsonDocument _golden = JsonDocument.Parse(File.ReadAllBytes(SharedData.Golden("measures/losses.json")));

    public void Dispose()
    {
        _golden.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void InfoNce_PositivesAndNegatives_IsMultipleNegativesRanking_Issue19()
    {
        Tensor similarityQD = SimilarityMatrix.Compute(Rows("queries"), Documents(), Similarity.Dot);

        TorchAssert.Near(Value("multiple_negatives_ranking (dot, scale 1)"), InfoNceLoss.Compute(similarityQD, zeros_like(similarityQD, @bool), 1), Tolerance);
    }

    [Theory]
    [InlineData("queries")]
    [InlineData("positives")]
    public void Flops_Vectors_IsTheSame_Issue19(string vectors) =>
        TorchAssert.Near(Value($"flops of {vectors}"), FlopsLoss.Compute(Rows(vectors)), Tolerance);

    [Theory]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Divergence_TeacherScores_IsTheSame_Issue19(double temperature)
    {
        Tensor studentQC = Candidates(SimilarityMatrix.Compute(Rows("queries"), Documents(), Similarity.Dot));
        Tensor teacherQC = Rows("teacher scores");

        Tensor divergence = DistillationLoss.Divergence(studentQC, teacherQC, ones_like(teacherQC, @bool), temperature).mean();

        TorchAssert.Near(Value($"distill_kl temperature {temperature:F1}"), divergence, Tolerance);
    }

    /// <summary>A teacher that scores the positive 0 and each negative by minus its margin.</summary>
    [Fact]
    public void MarginMse_TeacherMargins_IsTheSame_Issue19()
    {
        Tensor similarityQD = SimilarityMatrix.Compute(Rows("queries"), Documents(), Similarity.Dot);
        Tensor teacherQD = zeros_like(similarityQD);
        Tensor scoredQD = eye(4, 16).to(@bool);
        Tensor marginsQN = Rows("teacher margins");
        for (int query = 0; query < 4; query++)
        {
            for (int negative = 0; negative < 3; negative++)
            {
                long document = 4 + (negative * 4) + query;
                teacherQD[query, document] = -marginsQN[query, negative];
                scoredQD[query, document] = true;
            }
        }

        TorchAssert.Near(Value("margin_mse"), MarginMseLoss.Compute(similarityQD, teacherQD, scoredQD), Tolerance);
        TorchAssert.Near(0, MarginMseLoss.Compute(similarityQD, teacherQD, zeros_like(scoredQD)));
    }

    /// <summary>Positives, then the first negative of every query, the second, the third; D × V.</summary>
    private Tensor Documents() => cat([Rows("positives"), .. _golden.RootElement.GetProperty("negatives").EnumerateArray().Select(Rows)]);

    /// <summary>Of each query the positive's similarity, then those of its own negatives.</summary>
    private static Tensor Candidates(Tensor similarityQD) => stack(similarityQD.split(4, 1).Select(part => part.diagonal()), 1);

    private double Value(string name) => _golden.RootElement.GetProperty(name).GetDouble();

    private Tensor Rows(string name) => Rows(_golden.RootElement.GetProperty(name));

    private static Tensor Rows(JsonElement rows) =>
        stack(rows.EnumerateArray().Select(row => tensor(row.EnumerateArray().Select(value => value.GetSingle()).ToArray())));
}
