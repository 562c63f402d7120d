using KoSparse.Modeling;
using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Gates;
using KoSparse.Modeling.Lexical;

namespace KoSparse.Torch.Tests;

/// <summary>A sparse model of two layers over <see cref="TinyText"/>.</summary>
internal static class TinyModel
{
    public static SparseModelConfig Config(EncoderFamily family = EncoderFamily.Bert) => new()
    {
        Encoder = new EncoderConfig
        {
            Family = family,
            VocabularySize = TinyText.Vocabulary.Length,
            HiddenSize = 16,
            Layers = 2,
            Heads = 2,
            IntermediateSize = 32,
            MaxPositions = 40,
            TokenTypes = family is EncoderFamily.Bert or EncoderFamily.ModernBert ? 2 : 1,
        },
        MaxLength = 32,
        ContextGate = new ContextGateOptions { Hidden = 8, Heads = 2 },
        LexicalPrior = new LexicalPriorOptions { AverageLength = 9 },
    };

    /// <summary>In evaluation mode, with weights that are no longer at their neutral start.</summary>
    public static SparseModel Trained(SparseModelConfig? config = null)
    {
        var model = new SparseModel(config ?? Config(), seed: 11);
        using IDisposable _ = TorchSharp.torch.no_grad();
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters().Where(p => p.requires_grad))
        {
            using TorchSharp.torch.Tensor noise = TorchSharp.torch.randn_like(parameter);
            parameter.add_(noise, alpha: 0.1);
        }

        model.eval();
        return model;
    }
}
