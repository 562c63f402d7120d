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
        : base(nameof(BertEncoder), config.Layers)
    {
        _embeddings = new BertEmbeddings(config);
        _project = config.EmbeddingWidth == config.HiddenSize ? null : Linear(config.EmbeddingWidth, config.HiddenSize);
        _stack = new BertStack(config);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Parameter Words => _embeddings.Words;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> LayerStates(Tensor idsBS, Tensor maskBS, IReadOnlyList<int> layers)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = maskBS.unsqueeze(1).unsqueeze(1);
        Tensor embeddedBSE = _embeddings.forward(idsBS);
        Tensor startBSD = _project is null ? embeddedBSE : _project.forward(embeddedBSE);
        return [.. _stack.After(startBSD, mask, layers).Select(statesBSD => statesBSD.MoveToOuterDisposeScope())];
    }

    /// <summary>The layers; a module of its own because the checkpoint's names say so.</summary>
    private sealed class BertStack : Module
    {
        [ComponentName(Name = "layer")] private readonly ModuleList<BertLayer> _layers;

        public BertStack(EncoderConfig config)
            : base(nameof(BertStack))
        {
            _layers = ModuleList([.. Enumerable.Range(0, config.Layers).Select(_ => new BertLayer(config))]);
            RegisterComponents();
        }

        /// <summary>Hidden states after chosen layers, ascending; the layers beyond the last of these are not run.</summary>
        public IEnumerable<Tensor> After(Tensor hiddenBSD, Tensor mask, IReadOnlyList<int> layers)
        {
            Tensor currentBSD = hiddenBSD;
            for (int layer = 1; layer <= layers[^1]; layer++)
            {
                currentBSD = _layers[layer - 1].forward(currentBSD, mask);
                if (layers.Contains(layer))
                {
                    yield return currentBSD;
                }
            }
        }
    }
}
