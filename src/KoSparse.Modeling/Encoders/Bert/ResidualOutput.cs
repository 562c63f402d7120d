using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.Bert;

// Shapes: B batch, S tokens, D width, I width of the input.

/// <summary>Linear layer, dropout, sum with the block's input, layer normalisation: how both halves of a BERT layer end.</summary>
internal sealed class ResidualOutput : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "dense")] private readonly Linear _dense;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm _norm;
    private readonly double _dropout;

    public ResidualOutput(int inputSize, EncoderConfig config)
        : base(nameof(ResidualOutput))
    {
        _dense = Linear(inputSize, config.HiddenSize);
        _norm = LayerNorm([config.HiddenSize], config.LayerNormEpsilon);
        _dropout = config.Dropout;
        RegisterComponents();
    }

    public override Tensor forward(Tensor innerBSI, Tensor residualBSD)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor denseBSD = functional.dropout(_dense.forward(innerBSI), _dropout, training);
        return _norm.forward(denseBSD + residualBSD).MoveToOuterDisposeScope();
    }
}
