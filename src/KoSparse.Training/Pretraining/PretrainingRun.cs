using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training.Counting;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Pretraining;

// Shapes: B sequences, S tokens, N hidden tokens, V vocabulary.

/// <summary>Everything a pretraining config names, opened: texts, masks, model, schedule.</summary>
public sealed class PretrainingRun : IDisposable
{
    private readonly WordMasking _masking;
    private readonly Device _device;

    /// <summary>Opens everything, and tokenizes the corpus.</summary>
    /// <exception cref="TrainingException">The device is not there, or the corpus is too small.</exception>
    public PretrainingRun(PretrainingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        _device = TrainingDevice.Open(config.Training.Device);
        Tokenizer = TokenizerFolder.Open(config.Tokenizer);
        Texts = PackedTexts.Read(config.Corpus, Tokenizer, config.SequenceLength, config.Seed);
        _masking = new WordMasking(Tokenizer, config.MaskRatio);
        Schedule = new Schedule(config.Training, [], Math.Max(1, Texts.Count / config.BatchSize));
        Model = new SparseModel(
            new SparseModelConfig
            {
                Encoder = config.Encoder.ToConfig(Tokenizer.Vocabulary.Count, Tokenizer.SpecialTokens.Padding),
            },
            config.Seed);
        if (config.Start is { } start)
        {
            LoadReport = ModelWeights.Load(Model, ModelLocator.FindNetwork(start));
        }

        Model.to(_device);
        Parts = new ModelParts(Model.Config, new EncodeOptions { MaxLength = config.SequenceLength }, Tokenizer, config.Tokenizer);
    }

    /// <summary>The config.</summary>
    public PretrainingConfig Config { get; }

    /// <summary>The tokenizer.</summary>
    internal Tokenizer Tokenizer { get; }

    /// <summary>The corpus.</summary>
    internal PackedTexts Texts { get; }

    /// <summary>Steps and learning rate.</summary>
    internal Schedule Schedule { get; }

    /// <summary>What is trained.</summary>
    public SparseModel Model { get; }

    /// <summary>What is saved with the model.</summary>
    internal ModelParts Parts { get; }

    /// <summary>What did not match when the start was loaded; null from random weights.</summary>
    public LoadReport? LoadReport { get; }

    /// <summary>Tokens that a batch has.</summary>
    internal long TokensPerBatch => (long)Config.BatchSize * Config.SequenceLength;

    /// <summary>Starts the token embeddings from co-occurrences in the corpus.</summary>
    /// <param name="progress">Told now and then how many texts were read; throws to stop.</param>
    internal void CountEmbeddings(IProgress<long>? progress = null)
    {
        Cooccurrences counts = Cooccurrences.Of(Config.Corpus, Tokenizer, progress);
        using Tensor vectorsND = WordVectors.Of(counts, Model.Config.Encoder.EmbeddingWidth, Config.Seed);
        StartWords(counts.Tokens, vectorsND);
    }

    /// <summary>The sequences of a batch with hidden words, and what stood there.</summary>
    /// <param name="step">The optimizer step, from 0.</param>
    /// <param name="batch">Batch of the step, from 0.</param>
    internal MaskedBatch BatchOf(int step, int batch)
    {
        int epoch = Schedule.EpochOf(step);
        long number = ((long)step * Config.Training.GradientAccumulationSteps) + batch;
        int first = (int)(Schedule.BatchInEpoch(step, batch) * (long)Config.BatchSize % Texts.Count);
        Random random = NumberedRandom.Of(Config.Seed, number);
        return MaskedBatch.Of(
            [.. Enumerable.Range(0, Config.BatchSize).Select(i => Texts.Sequence(epoch, (first + i) % Texts.Count))], _masking, random, _device);
    }

    /// <summary>Mean cross-entropy of the hidden tokens, in nats; the untrained model's is about ln V.</summary>
    internal Tensor Loss(MaskedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = NewDisposeScope();
        Tensor logitsNV = Model.PredictTokens(batch.IdsBS, batch.PlacesN);
        return nn.functional.cross_entropy(logitsNV, batch.TargetsN).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of the held-out sequences, each time with the same words hidden.</summary>
    internal double HeldOutLoss()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using IDisposable evaluating = Model.Evaluating();
        double sum = 0;
        long hidden = 0;
        foreach (int[] places in Enumerable.Range(0, Texts.HeldOutCount).Chunk(Config.BatchSize))
        {
            using DisposeScope inner = NewDisposeScope();
            MaskedBatch batch = MaskedBatch.Of([.. places.Select(Texts.HeldOut)], _masking, new Random(places[0]), _device);
            sum += Loss(batch).item<float>() * batch.PlacesN.shape[0];
            hidden += batch.PlacesN.shape[0];
        }

        return sum / hidden;
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    /// <summary>Starts the embeddings of some tokens from vectors, as long as random ones are on average; dimensions beyond theirs stay random.</summary>
    /// <param name="tokens">Token ids.</param>
    /// <param name="vectorsND">Their vectors, of length 1, or 0 where nothing is known of a token; at most as wide as the model.</param>
    private void StartWords(IReadOnlyList<int> tokens, Tensor vectorsND)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor knownN = vectorsND.norm(1) > 0;
        Tensor rowsN = tensor(tokens.Select(token => (long)token).ToArray(), device: vectorsND.device)[knownN];
        Tensor scaledND = vectorsND[knownN] * (SparseModel.InitialDeviation * Math.Sqrt(Model.Config.Encoder.EmbeddingWidth));
        Model.Words.narrow(1, 0, vectorsND.shape[1]).index_copy_(0, rowsN.to(_device), scaledND.to(_device));
    }
}
