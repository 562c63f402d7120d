using CsCheck;
using KoSparse.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Losses;

// Shapes: Q queries, D documents.

/// <summary>Losses on similarities: infonce, margin, kd, context_kd.</summary>
public sealed class ContrastiveLossTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>
    /// Similarities (2, 0, 1), (1, 3, 0), T = 2: logits (1, 0, .5), (.5, 1.5, 0).
    /// Row 0: ln(e + 1 + e^.5) − 1 = ln 5.367003 − 1 = 0.680270. Row 1: ln(e^.5 + e^1.5 + 1) − 1.5 = ln 7.130410 − 1.5 = 0.464369.
    /// Mean 0.572319.
    /// </summary>
    [Fact]
    public void InfoNce_TwoQueries_IsWorkedOutByHand()
    {
        Tensor similarityQD = tensor(new float[,] { { 2, 0, 1 }, { 1, 3, 0 } });

        TorchAssert.Near(0.572319, InfoNceLoss.Compute(similarityQD, zeros(2, 3, dtype: @bool), 2));
    }

    /// <summary>Without the excluded pair (0, 2): row 0 is ln(e + 1) − 1 = 0.313262; row 1 as above; mean 0.388816.</summary>
    [Fact]
    public void InfoNce_ExcludedPair_CarriesNoGradient()
    {
        Tensor similarityQD = tensor(new float[,] { { 2, 0, 1 }, { 1, 3, 0 } }).requires_grad_();

        Tensor loss = InfoNceLoss.Compute(similarityQD, tensor(new bool[,] { { false, false, true }, { false, false, false } }), 2);
        loss.backward();

        TorchAssert.Near(0.388816, loss);
        Assert.Equal(0, similarityQD.grad![0, 2].item<float>());
        Assert.True(similarityQD.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void InfoNce_Unmasked_IsCrossEntropy()
    {
        manual_seed(1);
        Tensor similarityQD = randn(5, 9);

        TorchAssert.Near(
            nn.functional.cross_entropy(similarityQD / 0.07, arange(5)),
            InfoNceLoss.Compute(similarityQD, zeros(5, 9, dtype: @bool), 0.07), 1e-4);
    }

    /// <summary>
    /// Positives 2 and 3; negatives: document 2 of query 0 (1), document 3 of query 1 (4); m = 1.5.
    /// max(0, 1.5 − 2 + 1) = .5; max(0, 1.5 − 3 + 4) = 2.5; mean 1.5.
    /// </summary>
    [Fact]
    public void Margin_TwoNegatives_IsWorkedOutByHand()
    {
        Tensor similarityQD = tensor(new float[,] { { 2, 0, 1, 7 }, { 1, 3, 7, 4 } }).requires_grad_();

        Tensor loss = MarginLoss.Compute(similarityQD, tensor(new long[] { 0, 1 }), 1.5);
        loss.backward();

        TorchAssert.Near(1.5, loss);
        TorchAssert.Near(tensor(new[,] { { -.5f, 0, .5f, 0 }, { 0, -.5f, 0, .5f } }), similarityQD.grad!, 1e-6);
    }

    [Fact]
    public void Margin_NoNegatives_IsZeroWithGradient()
    {
        Tensor similarityQD = randn(3, 3).requires_grad_();

        Tensor loss = MarginLoss.Compute(similarityQD, zeros(0, int64), 1.5);
        loss.backward();

        TorchAssert.Near(0, loss);
        TorchAssert.Near(zeros(3, 3), similarityQD.grad!, 0);
    }

    /// <summary>
    /// One query, T = 1. Teacher (1, 0): softmax (.731059, .268941). Student (0, 0): (.5, .5).
    /// KL = .731059 ln 1.462117 + .268941 ln .537883 = .277769 − .166791 = .110944.
    /// z-scores: teacher (1, −1) up to 2·10⁻⁶, student (0, 0): MSE 1. Loss .7 · .110944 + .3 · 1 = .377661.
    /// </summary>
    [Fact]
    public void Distillation_TwoCandidates_IsWorkedOutByHand()
    {
        Tensor loss = DistillationLoss.Compute(
            tensor(new float[,] { { 0, 0 } }), tensor(new float[,] { { 1, 0 } }), ones(1, 2, dtype: @bool), 1);

        TorchAssert.Near(0.377661, loss);
    }

    /// <summary>The third candidate has no score; the second query has one candidate alone and does not count.</summary>
    [Fact]
    public void Distillation_MaskedCandidates_ActAsIfAbsent()
    {
        Tensor studentQD = tensor(new float[,] { { 0, 0, 9 }, { 5, 6, 7 } }).requires_grad_();
        Tensor candidatesQD = tensor(new bool[,] { { true, true, false }, { true, false, false } });

        Tensor loss = DistillationLoss.Compute(studentQD, tensor(new float[,] { { 1, 0, -4 }, { 3, 2, 1 } }), candidatesQD, 1);
        loss.backward();

        TorchAssert.Near(0.377661, loss);
        Assert.True(studentQD.grad!.isfinite().all().item<bool>());
        TorchAssert.Near(zeros(3), studentQD.grad!.masked_select(~candidatesQD), 0);
    }

    [Fact]
    public void Distillation_Unmasked_HasTheDivergenceOfKlDiv()
    {
        manual_seed(2);
        (Tensor studentQD, Tensor teacherQD) = (randn(4, 6), randn(4, 6));
        Tensor divergence = nn.functional.kl_div(
            nn.functional.log_softmax(studentQD / 3, 1), nn.functional.log_softmax(teacherQD / 3, 1), log_target: true, reduction: nn.Reduction.Sum) / 4;
        Tensor Standard(Tensor xQD) => (xQD - xQD.mean([1], keepdim: true)) / xQD.std(1, unbiased: false, keepdim: true);
        Tensor scores = nn.functional.mse_loss(Standard(studentQD), Standard(teacherQD));

        Tensor loss = DistillationLoss.Compute(studentQD, teacherQD, ones(4, 6, dtype: @bool), 3);

        TorchAssert.Near((0.7 * 9 * divergence) + (0.3 * scores), loss, 1e-4);
    }

    /// <summary>
    /// Three documents, T = 1. Row 0 over documents 1, 2: teacher (1, 0), student (0, 0), KL .110944 as above.
    /// Rows 1 and 2 agree. Mean .110944 / 3 = .036981. The diagonal never counts.
    /// </summary>
    [Fact]
    public void ContextDistillation_ThreeDocuments_IsWorkedOutByHand()
    {
        Tensor studentDD = tensor(new float[,] { { 5, 0, 0 }, { 1, 9, 2 }, { 0, 3, 7 } }).requires_grad_();

        Tensor loss = ContextDistillationLoss.Compute(studentDD, tensor(new float[,] { { 1, 1, 0 }, { 1, 1, 2 }, { 0, 3, 1 } }), 1);
        loss.backward();

        TorchAssert.Near(0.036981, loss);
        TorchAssert.Near(zeros(3), studentDD.grad!.diagonal(), 0);
    }

    [Fact]
    public void AnyLoss_RandomSimilarities_IsFinite() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 6], Gen.Double[-50, 50], Gen.Int[0, 1000]).Sample(
            (queries, negatives, scale, seed) =>
            {
                using DisposeScope scope = NewDisposeScope();
                manual_seed(seed);
                int documents = queries + negatives;
                Tensor similarityQD = (scale * randn(queries, documents)).requires_grad_();
                Tensor excludedQD = (rand(queries, documents) < 0.3) & ~eye(queries, documents).to(@bool);
                Tensor owners = randint(0, queries, [negatives]);
                Tensor loss = InfoNceLoss.Compute(similarityQD, excludedQD, 0.07)
                    + MarginLoss.Compute(similarityQD, owners, 0.3)
                    + DistillationLoss.Compute(similarityQD, randn(queries, documents), ~excludedQD, 3)
                    + ContextDistillationLoss.Compute(similarityQD.t().mm(similarityQD), randn(documents, documents), 0.1);
                loss.backward();
                Assert.True(loss.isfinite().item<bool>());
                Assert.True(similarityQD.grad!.isfinite().all().item<bool>());
            },
            iter: 60,
            threads: 1);
}
