using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Heads;

// Shapes: B batch, S tokens, N chosen tokens, D width, V vocabulary.

/// <summary>The masked language model's head: a transform of each hidden state, then the shared token embeddings and a bias.</summary>
internal sealed class MlmHead : Module<Tensor, Tensor>
{
    [ComponentName(Name = "dense")] private readonly Linear _dense;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm _norm;
    [ComponentName(Name = "bias")] private readonly Parameter _bias;

    public MlmHead(EncoderConfig encoder)
        : base(nameof(MlmHead))
    {
        _dense = Linear(encoder.HiddenSize, encoder.EmbeddingWidth, encoder.HasBiases);
        _norm = LayerNorm([encoder.EmbeddingWidth], encoder.LayerNormEpsilon, bias: encoder.HasBiases);
        _bias = Parameter(zeros(encoder.VocabularySize));
        RegisterComponents();
    }

    /// <summary>Added to the logits of each vocabulary entry; owned by the module.</summary>
    public Parameter Bias => _bias;

    /// <summary>Transformed hidden states, ready for the product with the token embeddings.</summary>
    public override Tensor forward(Tensor hiddenBSD)
    {
        using DisposeScope scope = NewDisposeScope();
        return _norm.forward(functional.gelu(_dense.forward(hiddenBSD))).MoveToOuterDisposeScope();
    }

    /// <summary>Largest logit of each vocabulary entry over the tokens of each text; B × V.</summary>
    /// <param name="hiddenBSD">Hidden states of the encoder.</param>
    /// <param name="embeddingsVD">The shared token embeddings.</param>
    /// <param name="maskBS">True where a token is real.</param>
    public Tensor MaxOverTokens(Tensor hiddenBSD, Tensor embeddingsVD, Tensor maskBS)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maximaBV = MaxLogits.Compute(forward(hiddenBSD), embeddingsVD, maskBS);
        return (maximaBV + _bias).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of every vocabulary entry, N × V.</summary>
    /// <param name="hiddenND">Hidden states of the encoder at the places to be guessed.</param>
    /// <param name="embeddingsVD">The shared token embeddings.</param>
    public Tensor Predict(Tensor hiddenND, Tensor embeddingsVD)
    {
        using DisposeScope scope = NewDisposeScope();
        return addmm(_bias, forward(hiddenND), embeddingsVD.t(), beta: 1, alpha: 1).MoveToOuterDisposeScope();
    }
}
