using CsCheck;
using KoSparse.Modeling.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling.Heads;

// Shapes: B batch, S tokens, D width, V vocabulary.

public sealed class MaxLogitsTests : IDisposable
{
    private const double Tolerance = 2e-5;
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1, 1, 4, 3)] // fewer entries than the smallest block
    [InlineData(3, 7, 8, 65)]
    [InlineData(2, 300, 8, 9000)] // blocks of 3,495 entries: three, the last one shorter
    public void Compute_RandomInput_MatchesNaiveHead(int batch, int tokens, int width, int vocabulary)
    {
        manual_seed(7);
        Tensor maskBS = arange(tokens).unsqueeze(0) < randint(1, tokens + 1, [batch, 1]);

        AssertSame(randn(batch, tokens, width), randn(vocabulary, width), randn(vocabulary), maskBS);
    }

    [Fact]
    public void Compute_RandomSizes_MatchesNaiveHead() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 9], Gen.Int[1, 6], Gen.Int[1, 200], Gen.Int[0, 1000]).Sample(
            (batch, tokens, width, vocabulary, seed) =>
            {
                using DisposeScope scope = NewDisposeScope();
                manual_seed(seed);
                Tensor maskBS = arange(tokens).unsqueeze(0) < randint(1, tokens + 1, [batch, 1]);
                AssertSame(randn(batch, tokens, width), randn(vocabulary, width), randn(vocabulary), maskBS);
            },
            iter: 50,
            threads: 1);

    /// <summary>
    /// h = (1, 2), (3, −1); e = (1, 0), (0, 1), (−1, −1). Logits: token 0 gives 1, 2, −3; token 1 gives 3, −1, −2.
    /// Maxima 3, 2, −2 at tokens 1, 0, 1. With gradient 1 each: token 0 gets e₁ = (0, 1), token 1 gets e₀ + e₂ = (0, −1);
    /// e₀ and e₂ get h₁ = (3, −1), e₁ gets h₀ = (1, 2).
    /// </summary>
    [Fact]
    public void Compute_TwoTokensThreeEntries_IsWorkedOutByHand()
    {
        Tensor hiddenBSD = tensor(new float[,,] { { { 1, 2 }, { 3, -1 } } }).requires_grad_();
        Tensor embeddingsVD = tensor(new float[,] { { 1, 0 }, { 0, 1 }, { -1, -1 } }).requires_grad_();

        Tensor maximaBV = MaxLogits.Compute(hiddenBSD, embeddingsVD, ones(1, 2, dtype: @bool));
        maximaBV.sum().backward();

        TorchAssert.Near(tensor(new float[,] { { 3, 2, -2 } }), maximaBV, 0);
        TorchAssert.Near(tensor(new float[,,] { { { 0, 1 }, { 0, -1 } } }), hiddenBSD.grad!, 0);
        TorchAssert.Near(tensor(new float[,] { { 3, -1 }, { 1, 2 }, { 3, -1 } }), embeddingsVD.grad!, 0);
    }

    /// <summary>Which of two equal tokens gets the gradient is open; what both get together, and the embeddings' part, is not.</summary>
    [Fact]
    public void Compute_EqualTokens_GradientGoesToOneOfThem()
    {
        manual_seed(3);
        Tensor tokenBSD = randn(2, 1, 4);
        Tensor hiddenBSD = tokenBSD.repeat(1, 3, 1).requires_grad_();
        Tensor embeddingsVD = randn(20, 4).requires_grad_();

        MaxLogits.Compute(hiddenBSD, embeddingsVD, ones(2, 3, dtype: @bool)).sum().backward();

        TorchAssert.Near(embeddingsVD.sum([0]).expand(2, 4), hiddenBSD.grad!.sum([1]), Tolerance);
        TorchAssert.Near(tokenBSD.sum([0, 1]).expand(20, 4), embeddingsVD.grad!, Tolerance);
    }

    [Fact]
    public void Compute_MorePadding_ChangesNothing()
    {
        manual_seed(5);
        Tensor hiddenBSD = randn(2, 3, 4);
        Tensor embeddingsVD = randn(70, 4);
        Tensor paddedBSD = cat([hiddenBSD, 100 * ones(2, 5, 4)], 1).requires_grad_();
        Tensor maskBS = cat([ones(2, 3, dtype: @bool), zeros(2, 5, dtype: @bool)], 1);

        Tensor maximaBV = MaxLogits.Compute(paddedBSD, embeddingsVD, maskBS);
        maximaBV.sum().backward();

        TorchAssert.Near(MaxLogits.Compute(hiddenBSD, embeddingsVD, ones(2, 3, dtype: @bool)), maximaBV, Tolerance);
        TorchAssert.Near(zeros(2, 5, 4), paddedBSD.grad!.narrow(1, 3, 5), 0);
    }

    [Fact]
    public void Compute_ForwardAndBackward_LeavesItsResultAlone()
    {
        Tensor hiddenBSD = randn(2, 3, 4).requires_grad_();
        Tensor embeddingsVD = randn(70, 4).requires_grad_();
        Tensor maskBS = ones(2, 3, dtype: @bool);

        long forward = TorchAssert.Growth(() =>
        {
            using IDisposable _ = no_grad();
            return MaxLogits.Compute(hiddenBSD, embeddingsVD, maskBS);
        });
        long backward = TorchAssert.Growth(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            MaxLogits.Compute(hiddenBSD, embeddingsVD, maskBS).sum().backward();
            return null;
        });

        Assert.Equal(1, forward);
        Assert.Equal(0, backward);
    }

    private static void AssertSame(Tensor hiddenBSD, Tensor embeddingsVD, Tensor biasV, Tensor maskBS)
    {
        Tensor[] Run(Func<Tensor, Tensor, Tensor, Tensor> head)
        {
            Tensor[] leaves = [.. new[] { hiddenBSD, embeddingsVD, biasV }.Select(t => t.clone().requires_grad_())];
            Tensor weightsBV = head(leaves[0], leaves[1], leaves[2]).relu().log1p();
            (weightsBV * arange(1, weightsBV.numel() + 1).reshape(weightsBV.shape) / weightsBV.numel()).sum().backward();
            return [weightsBV, .. leaves.Select(l => l.grad!)];
        }

        Tensor[] blockwise = Run((h, e, b) => MaxLogits.Compute(h, e, maskBS) + b);
        Tensor[] naive = Run((h, e, b) => (h.matmul(e.t()) + b).masked_fill(~maskBS.unsqueeze(-1), -1e9).max(1).values);

        foreach ((Tensor expected, Tensor actual) in naive.Zip(blockwise))
        {
            TorchAssert.Near(expected, actual, Tolerance * Math.Max(1, expected.abs().max().item<float>()));
        }
    }
}
