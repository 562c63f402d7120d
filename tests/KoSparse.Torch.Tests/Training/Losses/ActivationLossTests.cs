using CsCheck;
using KoSparse.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Losses;

// Shapes: B texts, V vocabulary.

/// <summary>Losses on the activations: self, positive, flops, idf_flops, min_act, language.</summary>
public sealed class ActivationLossTests : IDisposable
{
    private static readonly float[,] Weights = { { 1, 0, 2 }, { 3, 0, 0 } };
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>Means (2, 0, 1); squares 4 + 0 + 1 = 5.</summary>
    [Fact]
    public void Flops_TwoTexts_IsWorkedOutByHand() => TorchAssert.Near(5, FlopsLoss.Compute(tensor(Weights)));

    /// <summary>Means (2, 0, 1), costs (.5, 7, 2), β = .3: .5·2 + 2·1 + .3 (.5·4 + 2·1) = 3 + 1.2 = 4.2.</summary>
    [Fact]
    public void IdfFlops_TwoTexts_IsWorkedOutByHand() =>
        TorchAssert.Near(4.2, IdfFlopsLoss.Compute(tensor(Weights), tensor(new[] { 0.5f, 7, 2 }), 0.3));

    /// <summary>
    /// IDF (0, 1, 3, 5) with token 0 special: real tokens span 1 to 5. Scaled 0, .5, 1; α = 2: 1, e⁻¹ = .367879, e⁻² = .135335.
    /// Token 2 is a stopword: × 5 = 1.839397. Token 0 costs 100 flat.
    /// </summary>
    [Fact]
    public void Costs_StopwordAndSpecialToken_AreWorkedOutByHand()
    {
        var options = new IdfFlopsOptions { Alpha = 2, StopwordPenalty = 5, SpecialTokenPenalty = 100 };

        float[] costs = IdfFlopsLoss.Costs([0, 1, 3, 5], stopwords: [2], special: [0], options);

        Assert.Equal([100f, 1f, 1.839397f, 0.135335f], costs, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Costs_OneValueOfIdf_AreOne() =>
        Assert.Equal([1f, 1f], IdfFlopsLoss.Costs([4, 4], [], [], new IdfFlopsOptions()));

    /// <summary>Penalty 100, foreign tokens 0 and 1: 100 · (2 + 0) = 200.</summary>
    [Fact]
    public void Language_TwoTexts_IsWorkedOutByHand() =>
        TorchAssert.Near(200, LanguageLoss.Compute(tensor(Weights), tensor(new float[] { 1, 1, 0 }), 100), 1e-3);

    /// <summary>k = 2, θ = 1.6: text 0 has mean (2 + 1)/2 = 1.5, short by .1; text 1 (3 + 0)/2 = 1.5, short by .1. Mean .1.</summary>
    [Fact]
    public void MinimumActivation_TwoTexts_IsWorkedOutByHand() =>
        TorchAssert.Near(0.1, MinimumActivationLoss.Compute(tensor(Weights), 2, 1.6));

    /// <summary>k above the vocabulary means all of it: text 0 mean 1, text 1 mean 1; θ = 1 asks no more.</summary>
    [Fact]
    public void MinimumActivation_TopKAboveVocabulary_TakesAll() =>
        TorchAssert.Near(0, MinimumActivationLoss.Compute(tensor(Weights), 10, 1));

    /// <summary>
    /// Ceiling 1. Text 0, targets 0 and 1, logits (e − 1, −1, ·): activation 1, short by 0; activation −1, short by 2. Mean 1.
    /// Text 1, target 2, logit 0: activation 0, short by 1. Mean of the texts 1.
    /// </summary>
    [Fact]
    public void Positive_TwoTexts_IsWorkedOutByHand()
    {
        Tensor logitsBV = tensor(new[,] { { (float)Math.E - 1, -1, 8 }, { 5, 5, 0 } }).requires_grad_();

        Tensor loss = PositiveLoss.Compute(logitsBV, tensor(new float[,] { { 1, 1, 0 }, { 0, 0, 1 } }), 1);
        loss.backward();

        TorchAssert.Near(1, loss);
        Assert.Equal(0, logitsBV.grad![0, 2].item<float>());
        Assert.True(logitsBV.grad![0, 1].item<float>() < 0, "an inactive target is pulled up");
    }

    /// <summary>
    /// Text 0 owns token 0: softplus(−0) = ln 2 = .693147; others weigh 0 and ln 3 = 1.098612, mean .549306.
    /// Half each: .621227. Text 1 owns tokens 0, 1: softplus(−2) = .126928, softplus(1) = 1.313262, mean .720095;
    /// the other weighs 0: .360047. Mean of both .490637.
    /// </summary>
    [Fact]
    public void Self_TwoTexts_IsWorkedOutByHand()
    {
        Tensor logitsBV = tensor(new float[,] { { 0, -1, 2 }, { 2, -1, -3 } });

        Tensor loss = SelfLoss.Compute(logitsBV, logitsBV.relu().log1p(), tensor(new float[,] { { 1, 0, 0 }, { 1, 1, 0 } }));

        TorchAssert.Near(0.490637, loss);
    }

    [Fact]
    public void AnyLoss_RandomLogits_IsFiniteAndNotNegative() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 30], Gen.Double[0, 1000], Gen.Int[0, 1000]).Sample(
            (texts, vocabulary, scale, seed) =>
            {
                using DisposeScope scope = NewDisposeScope();
                manual_seed(seed);
                Tensor logitsBV = (scale * randn(texts, vocabulary)).requires_grad_();
                Tensor weightsBV = logitsBV.relu().log1p();
                Tensor ownBV = (rand(texts, vocabulary) < 0.2).to(float32);
                Tensor[] losses =
                [
                    FlopsLoss.Compute(weightsBV),
                    IdfFlopsLoss.Compute(weightsBV, rand(vocabulary), 0.3),
                    LanguageLoss.Compute(weightsBV, ownBV[0], 100),
                    MinimumActivationLoss.Compute(weightsBV, 10, 0.5),
                    PositiveLoss.Compute(logitsBV, ownBV, 1),
                    SelfLoss.Compute(logitsBV, weightsBV, ownBV),
                ];
                Tensor total = stack(losses).sum();
                total.backward();
                Assert.All(losses, loss => Assert.InRange(loss.item<float>(), 0, float.MaxValue));
                Assert.True(logitsBV.grad!.isfinite().all().item<bool>());
            },
            iter: 60,
            threads: 1);
}
