using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Text;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Transfer;

// Shapes: N words, T texts, D width.

/// <summary>Everything a transfer names, opened: the teacher, an encoder of its first layers with our vocabulary, and the texts.</summary>
public sealed class TransferRun : IDisposable
{
    /// <summary>Texts that measure and are not learned from, a fifth of all at most; the first of the corpus give the teacher's scale.</summary>
    private const int HeldOutTexts = 128;
    private const int ScaleTexts = 1024;
    private const int SmallestShare = 5;

    private readonly TeacherTargets _teacher;
    private readonly TeacherScale _scale;
    private readonly Document[] _texts;
    private readonly TextOrder _order;
    private readonly int _heldOut;
    private readonly Device _device;

    /// <summary>Opens everything, and lets the teacher read a sample.</summary>
    /// <exception cref="CheckpointException">The teacher is not on this machine, or its weights do not fit.</exception>
    /// <exception cref="TrainingException">Parts do not fit together.</exception>
    public TransferRun(TransferConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        _device = TrainingDevice.Open(config.Training.Device);
        Tokenizer = TokenizerFolder.Open(config.Tokenizer);
        _texts = [.. config.Corpus.SelectMany(pattern => DocumentReader.Read(pattern)).Take(config.MaxTexts)];
        _heldOut = Math.Min(HeldOutTexts, _texts.Length / SmallestShare);
        _order = new TextOrder([.. _texts.Skip(_heldOut).Select(text => text.Length)], config.BatchSize, config.Seed);
        if (_order.Batches == 0)
        {
            throw new TrainingException($"{string.Join(", ", config.Corpus)}: {_texts.Length} texts do not fill a batch of {config.BatchSize}. Name a larger corpus, or lower batch_size.");
        }

        _teacher = new TeacherTargets(Teachers.Teacher.Find(config.Teacher), config.Layers, _device);
        Schedule = new Schedule(config.Training, [], _order.Batches);
        EncoderConfig teacher = _teacher.Encoder.Config.Encoder;
        Model = new SparseModel(
            new SparseModelConfig
            {
                Encoder = teacher with
                {
                    VocabularySize = Tokenizer.Vocabulary.Count,
                    PaddingId = Tokenizer.SpecialTokens.Padding,
                    Layers = config.Layers,
                    Dropout = 0,
                },
                Expansion = false,
            },
            config.Seed);
        StartFromTeacher();
        Model.to(_device);
        Parts = new ModelParts(Model.Config, new EncodeOptions { MaxLength = config.MaxLength }, Tokenizer, config.Tokenizer);
        _scale = Scale();
    }

    /// <summary>The config.</summary>
    public TransferConfig Config { get; }

    /// <summary>What learns.</summary>
    public SparseModel Model { get; }

    /// <summary>Its tokenizer.</summary>
    internal Tokenizer Tokenizer { get; }

    /// <summary>Number of texts to learn from.</summary>
    internal int TextCount => _texts.Length - _heldOut;

    /// <summary>Steps and learning rate.</summary>
    internal Schedule Schedule { get; }

    /// <summary>What is saved with the encoder.</summary>
    internal ModelParts Parts { get; }

    /// <summary>The texts of a batch.</summary>
    /// <param name="step">The optimizer step, from 0.</param>
    /// <param name="batch">Batch of the step, from 0.</param>
    internal IReadOnlyList<Document> BatchOf(int step, int batch)
    {
        int number = Schedule.BatchInEpoch(step, batch) % _order.Batches; // the last step of an epoch may begin it again
        return [.. _order.Batch(Schedule.EpochOf(step), number).Select(text => _texts[_heldOut + text])];
    }

    /// <summary>How far the encoder is from the teacher on some texts: what of the variance of words and of texts it leaves out.</summary>
    internal (Tensor Words, Tensor Texts, long Tokens) Distances(IReadOnlyList<Document> texts)
    {
        using DisposeScope scope = NewDisposeScope();
        (WordedText[] theirs, WordedText[] ours, int[] words) = Read(texts);
        (Tensor targetsND, _, Tensor vectorsTD) = _teacher.Of(theirs, words);
        WordBatch batch = WordBatch.Of(ours, words, Tokenizer, _device);
        Tensor hiddenTSD = Model.HiddenStates(batch.IdsBS, batch.MaskBS);
        Tensor wordsND = Means.OverGroups(hiddenTSD, batch.PlacesP, batch.WordsP, batch.Words);
        return (
            _scale.OfWords(wordsND, targetsND).MoveToOuterDisposeScope(),
            _scale.OfTexts(Means.OverTokens(hiddenTSD, batch.MaskBS), vectorsTD).MoveToOuterDisposeScope(),
            batch.Tokens);
    }

    /// <summary>The distances on the held-out texts.</summary>
    internal (double Words, double Texts) HeldOutDistances()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using IDisposable evaluating = Model.Evaluating();
        (double words, double whole) = (0, 0);
        foreach (Document[] texts in Batches(_heldOut))
        {
            (Tensor ofWords, Tensor ofTexts, long _) = Distances(texts);
            words += ofWords.item<float>() * texts.Length / _heldOut;
            whole += ofTexts.item<float>() * texts.Length / _heldOut;
        }

        return (words, whole);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scale.Dispose();
        _teacher.Dispose();
        Model.Dispose();
    }

    /// <summary>Copies the teacher's first layers and positions; each token starts as the mean of its pieces.</summary>
    private void StartFromTeacher()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Dictionary<string, Tensor> theirs = _teacher.Encoder.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter, StringComparer.Ordinal);
        foreach ((string name, Tensor parameter) in Model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)))
        {
            bool isWords = ReferenceEquals(parameter, Model.Words) || theirs[name].shape[0] != parameter.shape[0];
            parameter.copy_(isWords ? PieceMeans.Of(Tokenizer, _teacher.Tokenizer, theirs[name]) : theirs[name]);
        }
    }

    private TeacherScale Scale()
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> words = [], means = [], vectors = [];
        foreach (Document[] texts in Batches(Math.Min(ScaleTexts, _texts.Length)))
        {
            (WordedText[] theirs, _, int[] counts) = Read(texts);
            (Tensor wordsND, Tensor meansTD, Tensor vectorsTD) = _teacher.Of(theirs, counts);
            words.Add(wordsND);
            means.Add(meansTD);
            vectors.Add(vectorsTD);
        }

        return new TeacherScale(cat(words), cat(means), cat(vectors));
    }

    private IEnumerable<Document[]> Batches(int count) => _texts.Take(count).OrderBy(text => text.Length).Chunk(Config.BatchSize);

    /// <summary>Texts as both read them, and how many words of each both have in full.</summary>
    private (WordedText[] Theirs, WordedText[] Ours, int[] Words) Read(IReadOnlyList<Document> texts)
    {
        WordedText[] theirs = [.. texts.AsParallel().AsOrdered().Select(text => WordedText.Of(text.Content, _teacher.Prefix, _teacher.Tokenizer, Config.MaxLength))];
        WordedText[] ours = [.. texts.AsParallel().AsOrdered().Select(text => WordedText.Of(text.Content, "", Tokenizer, Config.MaxLength))];
        return (theirs, ours, [.. theirs.Zip(ours, (one, other) => Math.Min(one.WordCount, other.WordCount))]);
    }
}
