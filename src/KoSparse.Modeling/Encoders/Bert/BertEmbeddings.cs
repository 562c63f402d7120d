using KoSparse.Encoding.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders.Bert;

// Shapes: B batch, S tokens, E width of the embeddings.

/// <summary>Sum of token, position and token type embeddings, normalised (Devlin et al., 2019); DistilBERT has no types.</summary>
internal sealed class BertEmbeddings : Module<Tensor, Tensor>
{
    [ComponentName(Name = "word_embeddings")] private readonly Embedding _words;
    [ComponentName(Name = "position_embeddings")] private readonly Embedding _positions;
    [ComponentName(Name = "token_type_embeddings")] private readonly Embedding? _types;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm _norm;
    private readonly int _firstPosition;
    private readonly double _dropout;

    public BertEmbeddings(EncoderConfig config)
        : base(nameof(BertEmbeddings))
    {
        _words = Embedding(config.VocabularySize, config.EmbeddingWidth);
        _positions = Embedding(config.MaxPositions, config.EmbeddingWidth);
        _types = config.TokenTypes > 0 ? Embedding(config.TokenTypes, config.EmbeddingWidth) : null;
        _norm = LayerNorm([config.EmbeddingWidth], config.LayerNormEpsilon);
        _firstPosition = config.FirstPosition;
        _dropout = config.Dropout;
        RegisterComponents();
    }

    /// <summary>The token embeddings, shared with the output layer; owned by the module.</summary>
    public Parameter Words => _words.weight!;

    public override Tensor forward(Tensor idsBS)
    {
        using DisposeScope scope = NewDisposeScope();
        long first = _firstPosition;
        Tensor positionsS = arange(first, first + idsBS.shape[1], int64, idsBS.device);
        Tensor sumBSE = _words.forward(idsBS) + _positions.forward(positionsS);
        if (_types is not null)
        {
            sumBSE += _types.weight![0];
        }

        return functional.dropout(_norm.forward(sumBSE), _dropout, training).MoveToOuterDisposeScope();
    }
}
