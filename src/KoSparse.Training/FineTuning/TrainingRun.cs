using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training.Batches;
using KoSparse.Training.Building;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Losses;
using KoSparse.Training.Optimization;
using KoSparse.Training.Teachers;
using KoSparse.Training.Validation;
using static TorchSharp.torch;

namespace KoSparse.Training.FineTuning;

/// <summary>Everything a config names, opened and checked against each other: what <c>train</c> runs and <c>--verify</c> shows.</summary>
public sealed class TrainingRun : IDisposable
{
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
        TokenizerSource = ModelBuilder.TokenizerOf(config.Model);
        Tokenizer = TokenizerFolder.Open(TokenizerSource);
        Idf = config.Data.Idf is { } idf ? IdfFile.Read(idf, Tokenizer) : null;
        Triplets = TrainingSet.Read(config.Data, config.Seed, ReadSummary);
        Schedule = new Schedule(config.Training, config.Curriculum, Triplets.BatchesPerEpoch);
        Validation = config.Validation is { } validation ? new ValidationSet(validation) : null;
        Teacher = config.KnowledgeDistillation is { TeacherModel: { } teacher } distillation
            ? Teachers.Teacher.Open(teacher, distillation.TeacherMaxLength, Device)
            : null;
        (Model, LoadReport) = ModelBuilder.Build(config.Model, config.Encode, Tokenizer, PositivesSample(), config.Seed, Device);
        Parts = ModelBuilder.PartsOf(Model, config.Model, config.Encode, Tokenizer, Idf);
        int[] stopwords = config.Data.Stopwords is { } set ? StopwordSet.Load(set).TokenIds(Tokenizer) : [];
        Vocabulary = new VocabularyTensors(
            Model.Config.Encoder.VocabularySize, Tokenizer, Idf, stopwords, config.Loss.Idf, Device);
        Batches = new BatchBuilder(
            Tokenizer,
            config.Encode.MaxLength,
            config.Data.NegativesPerQuery,
            Vocabulary.ContentV,
            config.Encode.QueryEncoder == QueryEncoding.Idf ? Vocabulary.IdfV : null);
        Terms = LossTerms.Of(config.Loss, config.KnowledgeDistillation, Schedule, Vocabulary);
    }

    /// <summary>The config.</summary>
    public TrainingConfig Config { get; }

    /// <summary>Where tensors live.</summary>
    internal Device Device { get; }

    /// <summary>Folder or file of the tokenizer.</summary>
    internal string TokenizerSource { get; }

    /// <summary>The tokenizer.</summary>
    internal Tokenizer Tokenizer { get; }

    /// <summary>IDF weights, if any.</summary>
    internal InverseDocumentFrequency? Idf { get; }

    /// <summary>The triplets.</summary>
    internal TrainingSet Triplets { get; }

    /// <summary>What was skipped and ignored while they were read.</summary>
    internal ReadSummary ReadSummary { get; } = new();

    /// <summary>Steps, phases, ramps.</summary>
    internal Schedule Schedule { get; }

    /// <summary>Held-out questions, if any.</summary>
    internal ValidationSet? Validation { get; }

    /// <summary>The teacher, if any.</summary>
    internal ITeacher? Teacher { get; }

    /// <summary>What is trained.</summary>
    public SparseModel Model { get; }

    /// <summary>What is saved with the model.</summary>
    internal ModelParts Parts { get; }

    /// <summary>What did not match when pretrained weights were loaded; null from random weights.</summary>
    public LoadReport? LoadReport { get; }

    /// <summary>What the recipe knows about each token.</summary>
    internal VocabularyTensors Vocabulary { get; }

    /// <summary>Makes batches.</summary>
    internal BatchBuilder Batches { get; }

    /// <summary>The loss terms that act.</summary>
    internal IReadOnlyList<LossTerm> Terms { get; }

    /// <summary>What was found and would be trained, one fact a line: the content of <c>train --verify</c>.</summary>
    /// <returns>What a fact is about, and the fact.</returns>
    public IReadOnlyList<(string What, string Found)> Describe() => [.. RunDescription.Of(this)];

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Teacher?.Dispose();
        Vocabulary.Dispose();
    }

    /// <summary>Over triplets from all of the files, which may differ in length.</summary>
    private IEnumerable<Document> PositivesSample()
    {
        int sample = Math.Min(ModelBuilder.LengthSample, Triplets.Count);
        return Enumerable.Range(0, sample).Select(i => Triplets[(int)((long)i * Triplets.Count / sample)].Positive);
    }
}
