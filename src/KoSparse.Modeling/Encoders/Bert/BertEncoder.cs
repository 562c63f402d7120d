using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.Bert;

// Shapes: B batch, S tokens, D width, E width of the embeddings.

/// <summary>Encoders of the BERT, RoBERTa, DistilBERT and ELECTRA families; they differ in embeddings and in the names of tensors alone.</summary>
internal sealed class BertEncoder : Encoder
{
    [ComponentName(Name = "embeddings")] private readonly BertEmbeddings _embeddings;
    [ComponentName(Name = "embeddings_project")] private readonly Linear? _project;
    [ComponentName(Name = "encoder")] private readonly BertStack _stack;

    public BertEncoder(EncoderConfig config)
        : base(nameof(BertEncoder))
    {
        _embeddings = new BertEmbeddings(config);
        _project = config.EmbeddingWidth == config.HiddenSize ? null : Linear(config.EmbeddingWidth, config.HiddenSize);
        _stack = new BertStack(config);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Parameter Words => _embeddings.Words;

    /// <inheritdoc/>
    public override Tensor forward(Tensor idsBS, Tensor maskBS)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = maskBS.unsqueeze(1).unsqueeze(1);
        Tensor embeddedBSE = _embeddings.forward(idsBS);
        return _stack.forward(_project is null ? embeddedBSE : _project.forward(embeddedBSE), mask).MoveToOuterDisposeScope();
    }

    /// <summary>The layers; a module of its own because the checkpoint's names say so.</summary>
    private sealed class BertStack : Module<Tensor, Tensor, Tensor>
    {
        [ComponentName(Name = "layer")] private readonly ModuleList<BertLayer> _layers;

        public BertStack(EncoderConfig config)
            : base(nameof(BertStack))
        {
            _layers = ModuleList([.. Enumerable.Range(0, config.Layers).Select(_ => new BertLayer(config))]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor hiddenBSD, Tensor mask)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor currentBSD = hiddenBSD;
            foreach (BertLayer layer in _layers)
            {
                currentBSD = layer.forward(currentBSD, mask);
            }

            return currentBSD.MoveToOuterDisposeScope();
        }
    }
}
