using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Encoding;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training.Batches;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Losses;
using KoSparse.Training.Teachers;
using KoSparse.Training.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training;

/// <summary>Everything a config names, opened and checked against each other: what <c>train</c> runs and <c>--verify</c> shows.</summary>
public sealed class TrainingRun : IDisposable
{
    /// <summary>Positives whose mean length starts the lexical prior.</summary>
    private const int LengthSample = 2000;

    /// <summary>Opens everything.</summary>
    /// <param name="config">The run.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    /// <exception cref="IdfException">IDF weights are missing or belong to another tokenizer.</exception>
    /// <exception cref="TrainingException">The device is not there, or parts do not fit together.</exception>
    public TrainingRun(TrainingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        Device = TrainingDevice.Open(config.Training.Device);
        string? pretrained = config.Model.Name is { } name ? ModelLocator.Find(name) : null;
        TokenizerSource = config.Model.Tokenizer ?? pretrained!;
        Tokenizer = TokenizerFolder.Open(TokenizerSource);
        Idf = config.Data.Idf is { } idf ? IdfFile.Read(idf, Tokenizer) : null;
        Triplets = TrainingSet.Read(config.Data, config.Seed, ReadSummary);
        Schedule = new Schedule(config.Training, config.Curriculum, Triplets.BatchesPerEpoch);
        Validation = config.Validation is { } validation ? new ValidationSet(validation) : null;
        Teacher = config.KnowledgeDistillation is { TeacherModel: { } teacher } distillation
            ? Teachers.Teacher.Open(teacher, distillation.TeacherMaxLength, Device)
            : null;
        Model = BuildModel(pretrained);
        int[] stopwords = config.Data.Stopwords is { } set ? StopwordSet.Load(set).TokenIds(Tokenizer) : [];
        Vocabulary = new VocabularyTensors(
            Model.Config.Encoder.VocabularySize, Tokenizer, Idf, stopwords, config.Loss.Idf, Device);
        Batches = new BatchBuilder(
            Tokenizer,
            config.Model.MaxLength,
            config.Data.NegativesPerQuery,
            Vocabulary.ContentV,
            config.Model.QueryEncoder == QueryEncoding.Idf ? Vocabulary.IdfV : null);
        Terms = LossTerms.Of(config.Loss, config.KnowledgeDistillation, Schedule, Vocabulary);
    }

    /// <summary>The config.</summary>
    public TrainingConfig Config { get; }

    /// <summary>Where tensors live.</summary>
    public Device Device { get; }

    /// <summary>Folder or file of the tokenizer.</summary>
    public string TokenizerSource { get; }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>IDF weights, if any.</summary>
    public InverseDocumentFrequency? Idf { get; }

    /// <summary>The triplets.</summary>
    public TrainingSet Triplets { get; }

    /// <summary>What was skipped and ignored while they were read.</summary>
    public ReadSummary ReadSummary { get; } = new();

    /// <summary>Steps, phases, ramps.</summary>
    public Schedule Schedule { get; }

    /// <summary>Held-out questions, if any.</summary>
    public ValidationSet? Validation { get; }

    /// <summary>The teacher, if any.</summary>
    public ITeacher? Teacher { get; }

    /// <summary>What is trained.</summary>
    public SparseModel Model { get; }

    /// <summary>What did not match when pretrained weights were loaded; null from random weights.</summary>
    public LoadReport? LoadReport { get; private set; }

    /// <summary>What the recipe knows about each token.</summary>
    public VocabularyTensors Vocabulary { get; }

    /// <summary>Makes batches.</summary>
    public BatchBuilder Batches { get; }

    /// <summary>The loss terms that act.</summary>
    public IReadOnlyList<LossTerm> Terms { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Teacher?.Dispose();
        Vocabulary.Dispose();
    }

    private SparseModel BuildModel(string? pretrained)
    {
        ModelOptions options = Config.Model;
        EncoderConfig encoder = pretrained is null
            ? options.Encoder!.ToConfig(Tokenizer.Vocabulary.Count, Tokenizer.SpecialTokens.Padding)
            : HuggingFaceConfig.Read(pretrained).Encoder;
        if (Tokenizer.Vocabulary.Count > encoder.VocabularySize)
        {
            throw new TrainingException(
                $"{TokenizerSource}: the tokenizer has {Tokenizer.Vocabulary.Count} tokens, the model {pretrained} has " +
                $"{encoder.VocabularySize}. Set model.tokenizer to the tokenizer of the model, or leave it out.");
        }

        if (options.MaxLength > encoder.MaxLength)
        {
            throw new TrainingException(
                $"model.max_length is {options.MaxLength}, but the encoder reads at most {encoder.MaxLength} tokens. Lower it.");
        }

        var model = new SparseModel(
            new SparseModelConfig
            {
                Encoder = encoder,
                QueryEncoder = options.QueryEncoder,
                MaxLength = options.MaxLength,
                MaxWindows = options.MaxWindows,
                Expansion = options.Expansion,
                Pruning = options.Pruning,
                ContextGate = options.ContextGate,
                LexicalPrior = options.LexicalPrior is { } prior ? prior with { AverageLength = prior.AverageLength ?? MeanLength(prior.TitleWeight) } : null,
            },
            Config.Seed);
        if (pretrained is not null)
        {
            LoadReport = ModelWeights.Load(model, pretrained);
        }

        if (options.Head is { } head)
        {
            ModelWeights.LoadHead(model, ModelLocator.Find(head));
        }

        model.ShiftLogits(options.OutputBias);
        if (options.FrozenEncoder)
        {
            model.FreezeEncoder();
        }

        model.to(Device);
        return model;
    }

    /// <summary>Over triplets from all of the files, which may differ in length.</summary>
    private double MeanLength(double titleWeight)
    {
        int sample = Math.Min(LengthSample, Triplets.Count);
        return Enumerable.Range(0, sample).Average(i =>
        {
            Document positive = Document.Of(Triplets[(int)((long)i * Triplets.Count / sample)].Positive);
            Window text = DocumentWindows.Of(positive, Tokenizer, Config.Model.MaxLength, maxWindows: 1)[0];
            return text.Ids.Select((id, place) => Tokenizer.Wordless.Contains(id) ? 0 : place <= text.Title ? titleWeight : 1).Sum();
        });
    }
}
