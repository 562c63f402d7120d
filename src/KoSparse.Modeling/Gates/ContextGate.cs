using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Gates;

// Shapes: B batch, S tokens, D width, H heads, K width of a head, G gate width, V vocabulary.

/// <summary>Scales every vocabulary entry of a text by what the whole text is about (<c>SPLADEDocContextGated</c>, V28).</summary>
/// <remarks>
/// A learned query attends over the hidden states; the pooled context passes layer normalisation, a GELU layer and a
/// projection to the vocabulary, and a sigmoid: <c>gate[b,v] = σ(W₂ GELU(W₁ LN(attention)) + b)</c>, in (0, 1).
/// </remarks>
internal sealed class ContextGate : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "query")] private readonly Parameter _query;
    [ComponentName(Name = "key")] private readonly Linear _key;
    [ComponentName(Name = "value")] private readonly Linear _value;
    [ComponentName(Name = "output")] private readonly Linear _output;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm _norm;
    [ComponentName(Name = "dense")] private readonly Linear _dense;
    [ComponentName(Name = "decoder")] private readonly Linear _decoder;
    private readonly ContextGateOptions _options;

    public ContextGate(int hiddenSize, int vocabularySize, ContextGateOptions options)
        : base(nameof(ContextGate))
    {
        _options = options;
        _query = Parameter(zeros(hiddenSize));
        _key = Linear(hiddenSize, hiddenSize);
        _value = Linear(hiddenSize, hiddenSize);
        _output = Linear(hiddenSize, hiddenSize);
        _norm = LayerNorm([hiddenSize]);
        _dense = Linear(hiddenSize, options.Hidden);
        _decoder = Linear(options.Hidden, vocabularySize);
        RegisterComponents();
    }

    /// <summary>Opens the gate: the bias of the sigmoid at its start value, and a random query.</summary>
    /// <param name="deviation">Spread of the query.</param>
    public void Open(double deviation)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _query.normal_(0, deviation);
        _decoder.bias!.fill_(_options.InitialBias);
    }

    /// <param name="hiddenBSD">Hidden states of the encoder.</param>
    /// <param name="maskBS">True where a token is real.</param>
    public override Tensor forward(Tensor hiddenBSD, Tensor maskBS)
    {
        using DisposeScope scope = NewDisposeScope();
        (long batch, long width) = (hiddenBSD.shape[0], hiddenBSD.shape[2]);
        Tensor queryBH1K = _query.view(1, _options.Heads, 1, -1).expand(batch, -1, -1, -1);
        Tensor pooledBD = functional.scaled_dot_product_attention(
            queryBH1K,
            SplitHeads(_key.forward(hiddenBSD)),
            SplitHeads(_value.forward(hiddenBSD)),
            maskBS.unsqueeze(1).unsqueeze(1)).reshape(batch, width);
        Tensor contextBD = _norm.forward(_output.forward(pooledBD));
        Tensor innerBG = functional.dropout(functional.gelu(_dense.forward(contextBD)), _options.Dropout, training);
        return _decoder.forward(innerBG).sigmoid().MoveToOuterDisposeScope();
    }

    private Tensor SplitHeads(Tensor xBSD) =>
        xBSD.view(xBSD.shape[0], xBSD.shape[1], _options.Heads, -1).transpose(1, 2);
}
