using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.ModernBert;

// Shapes: B batch, S tokens, D width.

/// <summary>ModernBERT: rotary positions, global and local attention in turn, gated feed-forward, no biases (Warner et al., 2024, arXiv:2412.13663).</summary>
internal sealed class ModernBertEncoder : Encoder
{
    [ComponentName(Name = "embeddings")] private readonly ModernBertEmbeddings _embeddings;
    [ComponentName(Name = "layers")] private readonly ModuleList<ModernBertLayer> _layers;
    [ComponentName(Name = "final_norm")] private readonly LayerNorm _norm;
    private readonly AttentionPattern _pattern;
    private readonly int _headWidth;

    public ModernBertEncoder(EncoderConfig config)
        : base(nameof(ModernBertEncoder), config.Layers)
    {
        _embeddings = new ModernBertEmbeddings(config);
        _layers = ModuleList([.. Enumerable.Range(0, config.Layers).Select(layer => new ModernBertLayer(config, isFirst: layer == 0))]);
        _norm = LayerNorm([config.HiddenSize], config.LayerNormEpsilon, bias: false);
        _pattern = config.Attention;
        _headWidth = config.HiddenSize / config.Heads;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Parameter Words => _embeddings.Words;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> LayerStates(Tensor idsBS, Tensor maskBS, IReadOnlyList<int> layers)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor realB11S = maskBS.unsqueeze(1).unsqueeze(1);
        Tensor nearB1SS = LocalMask(realB11S);
        RotaryTable global = RotaryTable.Of(_pattern.GlobalTheta, idsBS.shape[1], _headWidth, idsBS.device);
        RotaryTable local = RotaryTable.Of(_pattern.LocalTheta, idsBS.shape[1], _headWidth, idsBS.device);
        Tensor currentBSD = _embeddings.forward(idsBS);
        List<Tensor> chosen = [];
        for (int i = 0; i < layers[^1]; i++)
        {
            bool isGlobal = _pattern.IsGlobal(i);
            currentBSD = _layers[i].forward(currentBSD, isGlobal ? realB11S : nearB1SS, isGlobal ? global : local);
            if (layers.Contains(i + 1))
            {
                chosen.Add(i + 1 == _layers.Count ? _norm.forward(currentBSD) : currentBSD);
            }
        }

        return [.. chosen.Select(statesBSD => statesBSD.MoveToOuterDisposeScope())];
    }

    /// <summary>Real tokens within half a window. Each token sees itself, too: at padding a softmax over nothing would be NaN, and spread.</summary>
    private Tensor LocalMask(Tensor realB11S)
    {
        Tensor placesS = arange(realB11S.shape[^1], int64, realB11S.device);
        Tensor distanceSS = (placesS.unsqueeze(1) - placesS).abs();
        return (realB11S & (distanceSS <= _pattern.Window / 2)) | (distanceSS == 0);
    }

    /// <summary>Normalised token embeddings; positions come in with the attention.</summary>
    private sealed class ModernBertEmbeddings : Module<Tensor, Tensor>
    {
        [ComponentName(Name = "tok_embeddings")] private readonly Embedding _words;
        [ComponentName(Name = "norm")] private readonly LayerNorm _norm;
        private readonly double _dropout;

        public ModernBertEmbeddings(EncoderConfig config)
            : base(nameof(ModernBertEmbeddings))
        {
            _words = Embedding(config.VocabularySize, config.HiddenSize);
            _norm = LayerNorm([config.HiddenSize], config.LayerNormEpsilon, bias: false);
            _dropout = config.Dropout;
            RegisterComponents();
        }

        public Parameter Words => _words.weight!;

        public override Tensor forward(Tensor idsBS)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor normalBSD = _norm.forward(_words.forward(idsBS));
            return functional.dropout(normalBSD, _dropout, training).MoveToOuterDisposeScope();
        }
    }
}
