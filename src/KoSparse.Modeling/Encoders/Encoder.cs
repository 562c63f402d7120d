using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Encoders;

// Shapes: B batch, S tokens, D width.

/// <summary>A transformer of any family: token ids in, hidden states of the last layer out.</summary>
internal abstract class Encoder(string name) : Module<Tensor, Tensor, Tensor>(name)
{
    /// <summary>The token embeddings, shared with the output layer; owned by the module.</summary>
    public abstract Parameter Words { get; }

    /// <summary>Hidden states of the last layer, B × S × D; what stands at padding means nothing.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    public abstract override Tensor forward(Tensor idsBS, Tensor maskBS);
}
