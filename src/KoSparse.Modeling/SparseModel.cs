using KoSparse.Encoding.Configuration;
using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Encoders.Bert;
using KoSparse.Modeling.Encoders.ModernBert;
using KoSparse.Modeling.Gates;
using KoSparse.Modeling.Heads;
using KoSparse.Modeling.Lexical;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling;

// Shapes: B rows, S tokens, D width, N chosen places, V vocabulary.

/// <summary>A sparse encoder: transformer, masked language model head, maximum over tokens, and optionally gate and lexical prior.</summary>
/// <remarks>
/// <c>w[b,v] = log(1 + relu(gate[b,v] · max_s logit[b,s,v])) + lexical[b,v]</c>: SPLADE-max (Formal et al., 2021) with the
/// context gate of recipe V28 and the lexical start of DESIGN section 4; a second logarithm where <see cref="Activation"/> says so.
/// </remarks>
public sealed class SparseModel : Module
{
    /// <summary>Spread of freshly made weights, as BERT's.</summary>
    public const double InitialDeviation = 0.02;

    [ComponentName(Name = "bert")] private readonly Encoder _encoder;
    [ComponentName(Name = "head")] private readonly MlmHead? _head;
    [ComponentName(Name = "expansion")] private readonly ColumnHead? _columns;
    [ComponentName(Name = "context_gate")] private readonly ContextGate? _gate;
    [ComponentName(Name = "lexical_prior")] private readonly LexicalPrior? _lexical;

    /// <summary>Builds a model with random weights, the gate open, the lexical prior at BM25.</summary>
    /// <param name="config">What to build.</param>
    /// <param name="seed">Decides the random weights.</param>
    /// <exception cref="CheckpointException">The machine has less memory than the encoder takes.</exception>
    public SparseModel(SparseModelConfig config, int seed)
        : base(nameof(SparseModel))
    {
        ArgumentNullException.ThrowIfNull(config);
        ModelMemory.ThrowIfTooLarge(config.Encoder);
        Config = config;
        (int width, int vocabulary) = (config.Encoder.HiddenSize, config.Encoder.VocabularySize);
        _encoder = config.Encoder.Family == EncoderFamily.ModernBert ? new ModernBertEncoder(config.Encoder) : new BertEncoder(config.Encoder);
        _head = config is { Expansion: true, ExpansionColumns: null } ? new MlmHead(config.Encoder) : null;
        _columns = config is { Expansion: true, ExpansionColumns: { } columns } ? new ColumnHead(width, vocabulary, columns) : null;
        _gate = config is { Expansion: true, ContextGate: { } gate } ? new ContextGate(width, vocabulary, gate) : null;
        _lexical = config.LexicalPrior is { } prior ? new LexicalPrior(width, vocabulary, prior) : null;
        RegisterComponents();
        Initialise(seed);
    }

    /// <summary>What was built.</summary>
    public SparseModelConfig Config { get; }

    /// <summary>The token embeddings, V × D, shared with the output layer; owned by the model.</summary>
    public Parameter Words => _encoder.Words;

    /// <summary>Added to the head's logits, one for each of its columns; null without expansion; owned by the model.</summary>
    public Parameter? OutputBias => _head?.Bias ?? _columns?.Bias;

    /// <summary>The head, where it has columns of its own and reads the whole text; owned by the model.</summary>
    public ColumnHead? Columns => _columns;

    /// <summary>The weights of a text's own tokens; null without; owned by the model.</summary>
    public LexicalPrior? Lexical => _lexical;

    /// <summary>The weights of the encoder below head, gate and prior; owned by the model.</summary>
    public IEnumerable<Parameter> EncoderParameters => _encoder.parameters();

    /// <summary>Encodes a batch in which every row is a text.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    /// <param name="countedBS">True where a token counts for the lexical prior.</param>
    /// <param name="titleBS">True where such a token stands in the title; null when texts have none.</param>
    public SparseOutput Forward(Tensor idsBS, Tensor maskBS, Tensor countedBS, Tensor? titleBS = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hiddenBSD = _encoder.forward(idsBS, maskBS);
        Tensor? lexicalBV = _lexical?.Weights(hiddenBSD, idsBS, countedBS, titleBS);
        if (!Config.Expansion)
        {
            return new SparseOutput(lexicalBV!.MoveToOuterDisposeScope(), null);
        }

        Tensor logitsBV = MaxLogits(hiddenBSD, maskBS);
        Tensor weightsBV = Expansion(logitsBV);
        if (lexicalBV is not null)
        {
            weightsBV += lexicalBV;
        }

        return new SparseOutput(weightsBV.MoveToOuterDisposeScope(), logitsBV.MoveToOuterDisposeScope());
    }

    /// <summary>Largest logit of each vocabulary entry over the tokens of each row, as the gate lets it through, B × V; the caller owns it.</summary>
    /// <param name="hiddenBSD">Hidden states.</param>
    /// <param name="maskBS">True where a token is real.</param>
    /// <exception cref="InvalidOperationException">The model has no head.</exception>
    public Tensor MaxLogits(Tensor hiddenBSD, Tensor maskBS)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logitsBV = _columns?.OverVocabulary(hiddenBSD, maskBS) ?? _head?.MaxOverTokens(hiddenBSD, _encoder.Words, maskBS)
            ?? throw new InvalidOperationException("Without expansion a model has no head.");
        if (_gate is not null)
        {
            logitsBV *= _gate.forward(hiddenBSD, maskBS);
        }

        return logitsBV.MoveToOuterDisposeScope();
    }

    /// <summary>What the largest logits weigh, B × V; the caller owns it.</summary>
    /// <param name="logitsBV">Of <see cref="MaxLogits"/>, over all windows of a text.</param>
    public Tensor Expansion(Tensor logitsBV)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weightsBV = logitsBV.relu().log1p();
        return (Config.HeadActivation == Activation.Log1pRelu ? weightsBV.log1p() : weightsBV).MoveToOuterDisposeScope();
    }

    /// <summary>Hidden states of the last layer, B × S × D; the caller owns them.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    public Tensor HiddenStates(Tensor idsBS, Tensor maskBS) => _encoder.forward(idsBS, maskBS);

    /// <summary>Hidden states after chosen layers, B × S × D each; the caller owns them.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    /// <param name="layers">Layers, ascending, from 1.</param>
    public IReadOnlyList<Tensor> LayerStates(Tensor idsBS, Tensor maskBS, params IReadOnlyList<int> layers) => _encoder.LayerStates(idsBS, maskBS, layers);

    /// <summary>Logits of the masked language model at chosen places alone, N × V; the caller owns them.</summary>
    /// <param name="idsBS">Token ids, 64-bit, without padding.</param>
    /// <param name="placesN">Places in the flattened B · S.</param>
    /// <exception cref="InvalidOperationException">The model has no masked language model's head.</exception>
    public Tensor PredictTokens(Tensor idsBS, Tensor placesN)
    {
        ArgumentNullException.ThrowIfNull(idsBS);
        MlmHead head = _head ?? throw new InvalidOperationException("Without a masked language model's head a model predicts no tokens.");
        using DisposeScope scope = NewDisposeScope();
        Tensor hiddenBSD = _encoder.forward(idsBS, ones_like(idsBS, @bool));
        Tensor chosenND = hiddenBSD.flatten(0, 1).index_select(0, placesN);
        return head.Predict(chosenND, _encoder.Words).MoveToOuterDisposeScope();
    }

    /// <summary>Keeps the model in evaluation mode until disposed of, whatever happens meanwhile.</summary>
    public IDisposable Evaluating() => new Evaluation(this);

    private void Initialise(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        manual_seed(seed);
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            if (name.EndsWith(".bias", StringComparison.Ordinal))
            {
                parameter.zero_();
            }
            else if (parameter.dim() == 2)
            {
                parameter.normal_(0, InitialDeviation);
            }
        }

        _gate?.Open(InitialDeviation);
        _lexical?.Neutralise();
    }

    private sealed class Evaluation : IDisposable
    {
        private readonly SparseModel _model;
        private readonly bool _wasTraining;

        public Evaluation(SparseModel model)
        {
            (_model, _wasTraining) = (model, model.training);
            model.eval();
        }

        public void Dispose() => _model.train(_wasTraining);
    }
}
