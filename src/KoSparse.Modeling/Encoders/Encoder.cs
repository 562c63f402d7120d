using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders;

// Shapes: B batch, S tokens, D width.

/// <summary>A transformer of any family: token ids in, hidden states out.</summary>
/// <param name="name">Name of the module.</param>
/// <param name="layers">Number of its layers.</param>
internal abstract class Encoder(string name, int layers) : Module<Tensor, Tensor, Tensor>(name)
{
    private readonly int[] _last = [layers];

    /// <summary>The token embeddings, shared with the output layer; owned by the module.</summary>
    public abstract Parameter Words { get; }

    /// <summary>Hidden states of the last layer, B × S × D; what stands at padding means nothing.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    public sealed override Tensor forward(Tensor idsBS, Tensor maskBS) => LayerStates(idsBS, maskBS, _last)[0];

    /// <summary>Hidden states after chosen layers, B × S × D each; the caller owns them.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    /// <param name="layers">Layers, ascending, from 1; the last one's states are those of <see cref="forward"/>.</param>
    public abstract IReadOnlyList<Tensor> LayerStates(Tensor idsBS, Tensor maskBS, IReadOnlyList<int> layers);
}
