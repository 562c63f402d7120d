using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Heads;

// Shapes: B batch, S tokens, N = B·S, D width, V vocabulary, C one block of the vocabulary, A active entries.

/// <summary>The largest logit of every vocabulary entry over the tokens of a text, without storing logits B × S × V.</summary>
/// <remarks>
/// Forward: <c>m[b,v] = max_s h[b,s]·e[v]</c>, block by block over the vocabulary, with the position s* of each maximum.
/// Backward: the gradient of a maximum reaches one token, so the incoming gradient is a sparse matrix G of N × V with one
/// entry per active (b, v) at row (b, s*); the results are the sparse–dense products G·E and Gᵀ·H.
/// SPLADE takes the maximum over tokens of log(1 + relu(·)) (Formal et al., 2021, arXiv:2109.10086); both functions are
/// monotone, so they may follow the maximum.
/// </remarks>
internal sealed class MaxLogits : autograd.SingleTensorFunction<MaxLogits>
{
    /// <summary>Logits per block: small enough for the second-level caches, large enough for a full-speed matrix product.</summary>
    private const long BlockElements = 1 << 21;

    public override string Name => nameof(MaxLogits);

    /// <summary>Computes the maxima.</summary>
    /// <param name="hiddenBSD">Hidden states.</param>
    /// <param name="embeddingsVD">Output embeddings.</param>
    /// <param name="maskBS">True where a token is real; the first token of a text always is.</param>
    /// <returns>B × V; the caller owns it.</returns>
    public static Tensor Compute(Tensor hiddenBSD, Tensor embeddingsVD, Tensor maskBS)
    {
        using DisposeScope scope = NewDisposeScope(); // What apply keeps for the backward pass has handles here as well.
        return apply(hiddenBSD, embeddingsVD, maskBS).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using DisposeScope scope = NewDisposeScope();
        var hiddenBSD = (Tensor)vars[0];
        var embeddingsVD = (Tensor)vars[1];
        var maskBS = (Tensor)vars[2];
        (long batch, long tokens, long width) = (hiddenBSD.shape[0], hiddenBSD.shape[1], hiddenBSD.shape[2]);
        long vocabulary = embeddingsVD.shape[0];

        // Padding becomes a copy of the first token: it can then never exceed the true maximum.
        Tensor hiddenDN = where(maskBS.unsqueeze(-1), hiddenBSD, hiddenBSD[.., ..1])
            .reshape(batch * tokens, width).t();
        Tensor maximaVB = empty([vocabulary, batch], hiddenBSD.dtype, hiddenBSD.device);
        Tensor tokensVB = empty([vocabulary, batch], int64, hiddenBSD.device);
        long block = Math.Min(vocabulary, Math.Max(64, BlockElements / (batch * tokens)));
        for (long start = 0; start < vocabulary; start += block)
        {
            using DisposeScope inner = NewDisposeScope();
            long length = Math.Min(block, vocabulary - start);
            Tensor logitsCBS = embeddingsVD.narrow(0, start, length).mm(hiddenDN).view(length, batch, tokens);
            (Tensor maximaCB, Tensor tokensCB) = logitsCBS.max(-1);
            maximaVB.narrow(0, start, length).copy_(maximaCB);
            tokensVB.narrow(0, start, length).copy_(tokensCB);
        }

        Tensor tokensBV = tokensVB.t();
        Tensor realBV = maskBS.gather(1, tokensBV);
        tokensBV = where(realBV, tokensBV, zeros_like(tokensBV)).to(int32);
        ctx.save_for_backward([hiddenBSD, embeddingsVD, tokensBV.MoveToOuterDisposeScope()]);
        return maximaVB.t().contiguous().MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor hiddenBSD, Tensor embeddingsVD, Tensor tokensBV) = (saved[0], saved[1], saved[2]);
        (long batch, long tokens, long width) = (hiddenBSD.shape[0], hiddenBSD.shape[1], hiddenBSD.shape[2]);
        long vocabulary = embeddingsVD.shape[0];

        Tensor entriesA2 = grad_output.nonzero();
        (Tensor textsA, Tensor termsA) = (entriesA2.select(1, 0), entriesA2.select(1, 1));
        Tensor valuesA = grad_output[TensorIndex.Tensor(textsA), TensorIndex.Tensor(termsA)];
        Tensor rowsA = (textsA * tokens) + tokensBV[TensorIndex.Tensor(textsA), TensorIndex.Tensor(termsA)];
        Tensor gradientNV = sparse_coo_tensor(stack([rowsA, termsA]), valuesA, [batch * tokens, vocabulary]);
        Tensor hiddenGradientND = gradientNV.mm(embeddingsVD);
        Tensor embeddingGradientVD = gradientNV.t().mm(hiddenBSD.reshape(batch * tokens, width));
        return
        [
            hiddenGradientND.view(batch, tokens, width).MoveToOuterDisposeScope(),
            embeddingGradientVD.MoveToOuterDisposeScope(),
            null!,
        ];
    }
}
