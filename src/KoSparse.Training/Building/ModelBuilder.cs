using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Encoding;
using KoSparse.Modeling.Lexical;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Building;

/// <summary>Builds the model that a config's <c>model</c> section describes, from random or pretrained weights.</summary>
internal static class ModelBuilder
{
    /// <summary>How many texts are enough for their mean length.</summary>
    public const int LengthSample = 2000;

    /// <summary>Folder or file of the tokenizer: the one named, else the pretrained encoder's.</summary>
    public static string TokenizerOf(ModelOptions options) => options.Tokenizer ?? ModelLocator.Find(options.Name!);

    /// <summary>Builds the model.</summary>
    /// <param name="options">The section.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="texts">Texts whose mean length starts the lexical prior; read only where that is not given.</param>
    /// <param name="seed">Decides random weights.</param>
    /// <param name="device">Where it goes.</param>
    /// <returns>The model, and what did not match when pretrained weights were loaded; null from random weights.</returns>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    /// <exception cref="TokenFileException">Word families are missing, damaged, or of another tokenizer.</exception>
    /// <exception cref="TrainingException">Tokenizer and encoder do not fit together.</exception>
    public static (SparseModel Model, LoadReport? Report) Build(
        ModelOptions options, Tokenizer tokenizer, IEnumerable<string> texts, int seed, Device device)
    {
        string? pretrained = options.Name is { } name ? ModelLocator.Find(name) : null;
        SparseModelConfig? start = pretrained is null ? null : HuggingFaceConfig.Read(pretrained);
        EncoderConfig encoder = start is null
            ? options.Encoder!.ToConfig(tokenizer.Vocabulary.Count, tokenizer.SpecialTokens.Padding)
            : Kept(start.Encoder, options.Layers ?? start.Encoder.Layers, pretrained!);
        if (tokenizer.Vocabulary.Count > encoder.VocabularySize)
        {
            throw new TrainingException(
                $"{TokenizerOf(options)}: the tokenizer has {tokenizer.Vocabulary.Count} tokens, the model {pretrained} has " +
                $"{encoder.VocabularySize}. Set model.tokenizer to the tokenizer of the model, or leave it out.");
        }

        if (options.ContextGate is { } gate && encoder.HiddenSize % gate.Heads != 0)
        {
            throw new TrainingException(
                $"model.context_gate.heads is {gate.Heads}, which does not divide the encoder's width, {encoder.HiddenSize}. Choose a number that does.");
        }

        if (options.MaxLength > encoder.MaxLength)
        {
            throw new TrainingException(
                $"model.max_length is {options.MaxLength}, but the encoder reads at most {encoder.MaxLength} tokens. Lower it.");
        }

        var model = new SparseModel(
            new SparseModelConfig(options)
            {
                Encoder = encoder,
                LexicalPrior = options.LexicalPrior is null ? null : start?.LexicalPrior is { } learned
                    ? Continued(options.LexicalPrior, learned, pretrained!)
                    : Measured(options.LexicalPrior, options, tokenizer, texts),
            },
            seed)
        {
            Families = new(FamiliesOf(options, pretrained, tokenizer)),
        };
        LoadReport? report = pretrained is null ? null : ModelWeights.Load(model, pretrained);
        if (options.Head is { } head)
        {
            ModelWeights.LoadHead(model, ModelLocator.Find(head));
        }

        model.ShiftLogits(options.OutputBias);
        if (options.FrozenEncoder)
        {
            model.FreezeEncoder();
        }

        model.to(device);
        return (model, report);
    }

    private static EncoderConfig Kept(EncoderConfig encoder, int layers, string pretrained) => layers <= encoder.Layers
        ? encoder with { Layers = layers }
        : throw new TrainingException($"model.layers is {layers}, but {pretrained} has {encoder.Layers}. Lower it, or leave it out to keep all.");

    /// <summary>The families that are named, else those of the start where variants take them; read at once, so that what is wrong with them is said before training.</summary>
    private static WordFamilies? FamiliesOf(ModelOptions options, string? pretrained, Tokenizer tokenizer)
    {
        if (options.Families is { } named)
        {
            return WordFamilies.Read(named, tokenizer);
        }

        return pretrained is not null && options.Variants is not null ? ModelFolder.FamiliesOf(pretrained, tokenizer) : null;
    }

    /// <summary>The prior that the start has learned from: its k1, b and weight of titles are weights, which loading gives.</summary>
    private static LexicalPriorOptions Continued(LexicalPriorOptions asked, LexicalPriorOptions learned, string start) =>
        (asked.K1, asked.B, asked.TitleWeight, asked.AverageLength ?? learned.AverageLength) == (learned.K1, learned.B, learned.TitleWeight, learned.AverageLength)
            ? learned with { LearnedShare = asked.LearnedShare ?? learned.LearnedShare }
            : throw new TrainingException(FormattableString.Invariant(
                $"model.lexical_prior differs from that of {start}, which has learned from k1 {learned.K1}, b {learned.B}, title_weight {learned.TitleWeight}, average_length {learned.AverageLength}. Say the same, or start from an encoder without a lexical prior."));

    private static LexicalPriorOptions Measured(LexicalPriorOptions asked, ModelOptions options, Tokenizer tokenizer, IEnumerable<string> texts) =>
        asked with { AverageLength = asked.AverageLength ?? texts.Average(text => Length(text, tokenizer, options, asked.TitleWeight)) };

    /// <summary>Tokens of a text that carry a word, in all the windows that it is encoded in, those of the title by their weight.</summary>
    private static double Length(string text, Tokenizer tokenizer, ModelOptions options, double titleWeight) =>
        DocumentWindows.Of(Document.Of(text), tokenizer, options.MaxLength, options.MaxWindows).Sum(window => window.Ids
            .Select((id, place) => place <= window.Context || tokenizer.Wordless.Contains(id) ? 0 : place <= window.Context + window.Title ? titleWeight : 1)
            .Sum());
}
