using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.ModernBert;

// Shapes: B batch, S tokens, D width, H heads, K width of a head.

/// <summary>Multi-head self-attention whose queries and keys are turned by their positions, with its output layer.</summary>
internal sealed class RotaryAttention : Module<Tensor, Tensor, RotaryTable, Tensor>
{
    [ComponentName(Name = "Wqkv")] private readonly Linear _queryKeyValue;
    [ComponentName(Name = "Wo")] private readonly Linear _output;
    private readonly int _heads;
    private readonly double _dropout;

    public RotaryAttention(EncoderConfig config)
        : base(nameof(RotaryAttention))
    {
        _queryKeyValue = Linear(config.HiddenSize, 3L * config.HiddenSize, hasBias: false);
        _output = Linear(config.HiddenSize, config.HiddenSize, hasBias: false);
        _heads = config.Heads;
        _dropout = config.Dropout;
        RegisterComponents();
    }

    /// <param name="hiddenBSD">Hidden states.</param>
    /// <param name="mask">Which tokens may be attended to, broadcast to B × H × S × S.</param>
    /// <param name="positions">How far each position turns.</param>
    public override Tensor forward(Tensor hiddenBSD, Tensor mask, RotaryTable positions)
    {
        using DisposeScope scope = NewDisposeScope();
        (long batch, long tokens) = (hiddenBSD.shape[0], hiddenBSD.shape[1]);
        Tensor[] partsBHSK = _queryKeyValue.forward(hiddenBSD).view(batch, tokens, 3, _heads, -1).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor mixedBHSK = functional.scaled_dot_product_attention(
            positions.Turn(partsBHSK[0]), positions.Turn(partsBHSK[1]), partsBHSK[2], mask, training ? _dropout : 0);
        Tensor outputBSD = _output.forward(mixedBHSK.transpose(1, 2).reshape(hiddenBSD.shape));
        return functional.dropout(outputBSD, _dropout, training).MoveToOuterDisposeScope();
    }
}
