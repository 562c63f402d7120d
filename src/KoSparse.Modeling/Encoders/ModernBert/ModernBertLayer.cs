using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.ModernBert;

// Shapes: B batch, S tokens, D width, I intermediate width.

/// <summary>One layer, normalised before each half; the first one starts from embeddings that are normalised already.</summary>
internal sealed class ModernBertLayer : Module<Tensor, Tensor, RotaryTable, Tensor>
{
    [ComponentName(Name = "attn_norm")] private readonly LayerNorm? _attentionNorm;
    [ComponentName(Name = "attn")] private readonly RotaryAttention _attention;
    [ComponentName(Name = "mlp_norm")] private readonly LayerNorm _gatedNorm;
    [ComponentName(Name = "mlp")] private readonly GatedLinear _gated;

    public ModernBertLayer(EncoderConfig config, bool isFirst)
        : base(nameof(ModernBertLayer))
    {
        _attentionNorm = isFirst ? null : LayerNorm([config.HiddenSize], config.LayerNormEpsilon, bias: false);
        _attention = new RotaryAttention(config);
        _gatedNorm = LayerNorm([config.HiddenSize], config.LayerNormEpsilon, bias: false);
        _gated = new GatedLinear(config);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hiddenBSD, Tensor mask, RotaryTable positions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor inputBSD = _attentionNorm is null ? hiddenBSD : _attentionNorm.forward(hiddenBSD);
        Tensor attendedBSD = hiddenBSD + _attention.forward(inputBSD, mask, positions);
        return (attendedBSD + _gated.forward(_gatedNorm.forward(attendedBSD))).MoveToOuterDisposeScope();
    }

    /// <summary>GeGLU: one half of a widened state, through GELU, scales the other (Shazeer, 2020, arXiv:2002.05202).</summary>
    private sealed class GatedLinear : Module<Tensor, Tensor>
    {
        [ComponentName(Name = "Wi")] private readonly Linear _widen;
        [ComponentName(Name = "Wo")] private readonly Linear _output;
        private readonly double _dropout;

        public GatedLinear(EncoderConfig config)
            : base(nameof(GatedLinear))
        {
            _widen = Linear(config.HiddenSize, 2L * config.IntermediateSize, hasBias: false);
            _output = Linear(config.IntermediateSize, config.HiddenSize, hasBias: false);
            _dropout = config.Dropout;
            RegisterComponents();
        }

        public override Tensor forward(Tensor hiddenBSD)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] halvesBSI = _widen.forward(hiddenBSD).chunk(2, -1);
            Tensor gatedBSI = functional.dropout(functional.gelu(halvesBSI[0]) * halvesBSI[1], _dropout, training);
            return _output.forward(gatedBSI).MoveToOuterDisposeScope();
        }
    }
}
