using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace KoSparse.Training.Building;

/// <summary>Builds the model that a config's <c>model</c> section describes, from random or pretrained weights.</summary>
internal static class ModelBuilder
{
    /// <summary>How many texts are enough for their mean length.</summary>
    public const int LengthSample = 2000;

    /// <summary>Folder or file of the tokenizer: the one named, else the pretrained encoder's.</summary>
    public static string TokenizerOf(ModelOptions options) => options.Tokenizer ?? ModelLocator.FindNetwork(options.Name!);

    /// <summary>Builds the model.</summary>
    /// <param name="options">The section.</param>
    /// <param name="encode">How texts are encoded: their windows are what the lexical prior measures.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="texts">Texts whose mean length starts the lexical prior; read only where that is not given.</param>
    /// <param name="seed">Decides random weights.</param>
    /// <param name="device">Where it goes.</param>
    /// <returns>The model, and what did not match when pretrained weights were loaded; null from random weights.</returns>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    /// <exception cref="TrainingException">Tokenizer and encoder do not fit together.</exception>
    public static (SparseModel Model, LoadReport? Report) Build(
        ModelOptions options, EncodeOptions encode, Tokenizer tokenizer, IEnumerable<Document> texts, int seed, Device device)
    {
        string? pretrained = options.Name is { } name ? ModelLocator.FindNetwork(name) : null;
        SparseModelConfig? start = options.Name is null ? null : ModelFolder.StartOf(ModelLocator.Find(options.Name));
        EncoderConfig encoder = start is null
            ? options.Encoder!.ToConfig(tokenizer.Vocabulary.Count, tokenizer.SpecialTokens.Padding)
            : Kept(start.Encoder, options.Layers ?? start.Encoder.Layers, pretrained!);
        ThrowIfUnfit(options, encode, tokenizer, encoder);
        var model = new SparseModel(
            new SparseModelConfig(options)
            {
                Encoder = encoder,
                ExpansionColumns = options is { Expansion: true, Head: null } ? start?.ExpansionColumns : null,
                Activation = options.Activation ?? (options.Expansion ? start?.Activation : null),
                LexicalPrior = options.LexicalPrior is null ? null : start?.LexicalPrior is { } learned
                    ? Continued(options.LexicalPrior, learned, pretrained!)
                    : Measured(options.LexicalPrior, encode, tokenizer, texts),
            },
            seed);
        LoadReport? report = pretrained is null ? null : ModelWeights.Load(model, pretrained);
        if (options.Head is { } head)
        {
            ModelWeights.LoadHead(model, ModelLocator.FindNetwork(head));
        }

        ShiftLogits(model, options.OutputBias);
        if (options.FrozenEncoder)
        {
            FreezeEncoder(model);
        }

        model.to(device);
        return (model, report);
    }

    /// <summary>What is saved with a model that was built.</summary>
    /// <exception cref="TokenFileException">Families are missing, damaged, or of another tokenizer.</exception>
    public static ModelParts PartsOf(SparseModel model, ModelOptions options, EncodeOptions encode, Tokenizer tokenizer, InverseDocumentFrequency? idf) =>
        new(model.Config, encode, tokenizer, TokenizerOf(options)) { Idf = idf, Families = new(FamiliesOf(options, encode, tokenizer)) };

    /// <exception cref="TrainingException">Tokenizer, encoder, gate and windows do not fit together; the message says what to set.</exception>
    private static void ThrowIfUnfit(ModelOptions options, EncodeOptions encode, Tokenizer tokenizer, EncoderConfig encoder)
    {
        if (tokenizer.Vocabulary.Count > encoder.VocabularySize)
        {
            throw new TrainingException(
                $"{TokenizerOf(options)}: the tokenizer has {tokenizer.Vocabulary.Count} tokens, the model {options.Name} has " +
                $"{encoder.VocabularySize}. Set model.tokenizer to the tokenizer of the model, or leave it out.");
        }

        if (options.ContextGate is { } gate && encoder.HiddenSize % gate.Heads != 0)
        {
            throw new TrainingException(
                $"model.context_gate.heads is {gate.Heads}, which does not divide the encoder's width, {encoder.HiddenSize}. Choose a number that does.");
        }

        if (encode.MaxLength > encoder.MaxLength)
        {
            throw new TrainingException(
                $"encode.max_length is {encode.MaxLength}, but the encoder reads at most {encoder.MaxLength} tokens. Lower it.");
        }
    }

    private static EncoderConfig Kept(EncoderConfig encoder, int layers, string pretrained) => layers <= encoder.Layers
        ? encoder with { Layers = layers }
        : throw new TrainingException($"model.layers is {layers}, but {pretrained} has {encoder.Layers}. Lower it, or leave it out to keep all.");

    /// <summary>The families that are named, else those of the start where variants take them; read at once, so that what is wrong with them is said before training.</summary>
    /// <exception cref="TokenFileException">They are missing, damaged, or of another tokenizer.</exception>
    public static WordFamilies? FamiliesOf(ModelOptions options, EncodeOptions encode, Tokenizer tokenizer)
    {
        if (encode.Families is { } named)
        {
            return WordFamilies.Read(named, tokenizer);
        }

        return options.Name is { } name && encode.Variants is not null ? ModelFolder.FamiliesOf(ModelLocator.Find(name), tokenizer) : null;
    }

    /// <summary>Raises or lowers every logit alike: below zero, a head that is new or was taught to guess words activates fewer terms.</summary>
    private static void ShiftLogits(SparseModel model, double by)
    {
        using IDisposable _ = no_grad();
        model.OutputBias?.add_(by);
    }

    /// <summary>Keeps training from the encoder: head and gate alone learn, or, without expansion, the weights of a text's own terms.</summary>
    private static void FreezeEncoder(SparseModel model)
    {
        foreach (Parameter parameter in model.EncoderParameters.Concat(model.OutputBias is null ? [] : model.Lexical?.parameters() ?? []))
        {
            parameter.requires_grad_(false);
        }
    }

    /// <summary>The prior that the start has learned from: its k1, b and weight of titles are weights, which loading gives.</summary>
    private static LexicalPriorOptions Continued(LexicalPriorOptions asked, LexicalPriorOptions learned, string start) =>
        (asked.K1, asked.B, asked.TitleWeight, asked.AverageLength ?? learned.AverageLength) == (learned.K1, learned.B, learned.TitleWeight, learned.AverageLength)
            ? learned with { LearnedShare = asked.LearnedShare ?? learned.LearnedShare }
            : throw new TrainingException(FormattableString.Invariant(
                $"model.lexical_prior differs from that of {start}, which has learned from k1 {learned.K1}, b {learned.B}, title_weight {learned.TitleWeight}, average_length {learned.AverageLength}. Say the same, or start from an encoder without a lexical prior."));

    private static LexicalPriorOptions Measured(LexicalPriorOptions asked, EncodeOptions encode, Tokenizer tokenizer, IEnumerable<Document> texts) =>
        asked with { AverageLength = asked.AverageLength ?? texts.Average(text => Length(text, tokenizer, encode, asked.TitleWeight)) };

    /// <summary>Tokens of a text that carry a word, in all the windows that it is encoded in, those of the title by their weight.</summary>
    private static double Length(Document text, Tokenizer tokenizer, EncodeOptions encode, double titleWeight) =>
        DocumentWindows.Of(text, tokenizer, encode.MaxLength, encode.MaxWindows).Sum(window => window.Ids
            .Select((id, place) => !window.IsNew(place) || tokenizer.Wordless.Contains(id) ? 0 : window.IsTitle(place) ? titleWeight : 1)
            .Sum());
}
