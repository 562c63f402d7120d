using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Networks;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Networks;
using KoSparse.Modeling.Weights;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests;

/// <summary>A sparse model of two layers over <see cref="TinyText"/>.</summary>
internal static class TinyModel
{
    /// <summary>Texts of up to 32 tokens, questions by the model.</summary>
    public static EncodeOptions Encode { get; } = new() { MaxLength = 32 };

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
            TokenTypes = family switch { EncoderFamily.DistilBert => 0, EncoderFamily.Roberta or EncoderFamily.XlmRoberta => 1, _ => 2 },
            EmbeddingSize = family == EncoderFamily.Electra ? 8 : null,
        },
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

    /// <summary>Encodes with a model as it is in memory.</summary>
    public static SparseEncoder Encoder(SparseModel model, EncodeOptions? encode = null, InverseDocumentFrequency? idf = null, WordFamilies? families = null)
    {
        model.eval();
        return new SparseEncoder(Parts(model, "", encode, idf, families), new Lazy<INetwork>(new TorchNetwork(model)));
    }

    /// <summary>Writes a model's folder.</summary>
    public static void Save(
        string folder, SparseModel model, string tokenizer, EncodeOptions? encode = null, InverseDocumentFrequency? idf = null, WordFamilies? families = null) =>
        ModelFolder.Write(folder, Parts(model, tokenizer, encode, idf, families), path => ModelWeights.Save(model, path));

    /// <summary>Opens a model's folder.</summary>
    public static OpenModel Open(string folder, int? maxLength = null) =>
        OpenModel.Open(folder, TorchNetwork.Open, maxLength is { } length ? encode => encode with { MaxLength = length, MaxWindows = 1 } : null);

    /// <summary>The network of a model's folder.</summary>
    public static SparseModel Network(string folder) => ModelWeights.Open(folder, HuggingFaceConfig.Read(folder).Model);

    /// <summary>The largest logit of each token over a text, as plain SPLADE pooling takes it: gate, prior and tokens without a word left aside.</summary>
    public static float[] MaxLogits(SparseModel model, string text)
    {
        model.eval();
        PaddedBatch batch = Batch(TinyText.Tokenizer().Encode(text, 32));
        using TorchSharp.torch.Tensor logits = model.MaxLogits(model.HiddenStates(batch.IdsBS, batch.MaskBS), batch.MaskBS);
        return logits.data<float>().ToArray();
    }

    /// <summary>Pads sequences that are a text each.</summary>
    public static PaddedBatch Batch(params IEnumerable<int[]> sequences) =>
        PaddedBatch.Of(WindowBatch.Of(sequences.Select(ids => new Window(ids)), TinyText.Tokenizer()), TorchSharp.torch.CPU);

    private static ModelParts Parts(
        SparseModel model, string tokenizer, EncodeOptions? encode, InverseDocumentFrequency? idf, WordFamilies? families) =>
        new(model.Config, encode ?? Encode, TinyText.Tokenizer(), tokenizer) { Idf = idf, Families = new(families) };
}
