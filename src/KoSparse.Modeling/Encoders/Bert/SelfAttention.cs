using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.Bert;

// Shapes: B batch, S tokens, D width, H heads, K width of a head.

/// <summary>Multi-head scaled dot-product self-attention, before its output layer (Vaswani et al., 2017).</summary>
internal sealed class SelfAttention : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "query")] private readonly Linear _query;
    [ComponentName(Name = "key")] private readonly Linear _key;
    [ComponentName(Name = "value")] private readonly Linear _value;
    private readonly int _heads;
    private readonly double _dropout;

    public SelfAttention(EncoderConfig config)
        : base(nameof(SelfAttention))
    {
        _query = Linear(config.HiddenSize, config.HiddenSize);
        _key = Linear(config.HiddenSize, config.HiddenSize);
        _value = Linear(config.HiddenSize, config.HiddenSize);
        _heads = config.Heads;
        _dropout = config.Dropout;
        RegisterComponents();
    }

    /// <param name="hiddenBSD">Hidden states.</param>
    /// <param name="mask">Which tokens may be attended to, broadcast to B × H × S × S.</param>
    public override Tensor forward(Tensor hiddenBSD, Tensor mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mixedBHSK = functional.scaled_dot_product_attention(
            SplitHeads(_query.forward(hiddenBSD)),
            SplitHeads(_key.forward(hiddenBSD)),
            SplitHeads(_value.forward(hiddenBSD)),
            mask,
            training ? _dropout : 0);
        return mixedBHSK.transpose(1, 2).reshape(hiddenBSD.shape).MoveToOuterDisposeScope();
    }

    private Tensor SplitHeads(Tensor xBSD) =>
        xBSD.view(xBSD.shape[0], xBSD.shape[1], _heads, -1).transpose(1, 2);
}
