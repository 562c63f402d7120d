using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.Bert;

// Shapes: B batch, S tokens, D width, I intermediate width.

/// <summary>One transformer layer, normalised after each half.</summary>
internal sealed class BertLayer : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "attention")] private readonly BertAttention _attention;
    [ComponentName(Name = "intermediate")] private readonly BertIntermediate _intermediate;
    [ComponentName(Name = "output")] private readonly ResidualOutput _output;

    public BertLayer(EncoderConfig config)
        : base(nameof(BertLayer))
    {
        _attention = new BertAttention(config);
        _intermediate = new BertIntermediate(config);
        _output = new ResidualOutput(config.IntermediateSize, config);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hiddenBSD, Tensor mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attendedBSD = _attention.forward(hiddenBSD, mask);
        Tensor innerBSI = _intermediate.forward(attendedBSD);
        return _output.forward(innerBSI, attendedBSD).MoveToOuterDisposeScope();
    }

    /// <summary>Attention and its output layer; a module of its own because the checkpoint's names say so.</summary>
    private sealed class BertAttention : Module<Tensor, Tensor, Tensor>
    {
        [ComponentName(Name = "self")] private readonly SelfAttention _self;
        [ComponentName(Name = "output")] private readonly ResidualOutput _output;

        public BertAttention(EncoderConfig config)
            : base(nameof(BertAttention))
        {
            _self = new SelfAttention(config);
            _output = new ResidualOutput(config.HiddenSize, config);
            RegisterComponents();
        }

        public override Tensor forward(Tensor hiddenBSD, Tensor mask)
        {
            using DisposeScope scope = NewDisposeScope();
            return _output.forward(_self.forward(hiddenBSD, mask), hiddenBSD).MoveToOuterDisposeScope();
        }
    }

    /// <summary>The widening half of the feed-forward network, with GELU.</summary>
    private sealed class BertIntermediate : Module<Tensor, Tensor>
    {
        [ComponentName(Name = "dense")] private readonly Linear _dense;

        public BertIntermediate(EncoderConfig config)
            : base(nameof(BertIntermediate))
        {
            _dense = Linear(config.HiddenSize, config.IntermediateSize);
            RegisterComponents();
        }

        public override Tensor forward(Tensor hiddenBSD)
        {
            using DisposeScope scope = NewDisposeScope();
            return functional.gelu(_dense.forward(hiddenBSD)).MoveToOuterDisposeScope();
        }
    }
}
