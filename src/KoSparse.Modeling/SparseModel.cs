using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Encoding;
using KoSparse.Modeling.Gates;
using KoSparse.Modeling.Heads;
using KoSparse.Modeling.Lexical;
using KoSparse.Vectors;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling;

// Shapes: T texts, B windows (as many as texts, unless a text has several), S tokens, D width, V vocabulary.

/// <summary>A sparse encoder: transformer, masked language model head, maximum over tokens, and optionally gate and lexical prior.</summary>
/// <remarks>
/// <c>w[b,v] = log(1 + relu(gate[b,v] · max_s logit[b,s,v])) + lexical[b,v]</c>: SPLADE-max (Formal et al., 2021) with the
/// context gate of recipe V28 and the lexical start of DESIGN section 4. Of the first part evaluation takes <see cref="SparseModelSettings.ExpansionShare"/>.
/// </remarks>
public sealed class SparseModel : Module
{
    /// <summary>Spread of freshly made weights, as BERT's.</summary>
    private const double InitialDeviation = 0.02;

    [ComponentName(Name = "bert")] private readonly Encoder _encoder;
    [ComponentName(Name = "head")] private readonly MlmHead? _head;
    [ComponentName(Name = "context_gate")] private readonly ContextGate? _gate;
    [ComponentName(Name = "lexical_prior")] private readonly LexicalPrior? _lexical;

    /// <summary>Builds a model with random weights, the gate open, the lexical prior at BM25.</summary>
    /// <param name="config">What to build.</param>
    /// <param name="seed">Decides the random weights.</param>
    public SparseModel(SparseModelConfig config, int seed)
        : base(nameof(SparseModel))
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        (int width, int vocabulary) = (config.Encoder.HiddenSize, config.Encoder.VocabularySize);
        _encoder = Encoder.Of(config.Encoder);
        _head = config.Expansion ? new MlmHead(config.Encoder) : null;
        _gate = config is { Expansion: true, ContextGate: { } gate } ? new ContextGate(width, vocabulary, gate) : null;
        _lexical = config.LexicalPrior is { } prior ? new LexicalPrior(width, vocabulary, prior) : null;
        RegisterComponents();
        Initialise(seed);
    }

    /// <summary>What was built.</summary>
    public SparseModelConfig Config { get; }

    /// <summary>Word families that the variants of encoded documents take, or none; a search, which encodes questions alone, never reads them.</summary>
    public Lazy<WordFamilies?> Families { get; init; } = new((WordFamilies?)null);

    /// <summary>Encodes a batch.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    /// <param name="countedBS">True where a token counts for the lexical prior.</param>
    /// <param name="titleBS">True where such a token stands in the title; null when texts have none.</param>
    /// <param name="windows">Rows of each text, where texts are read in several windows; null when every row is a text.</param>
    /// <returns>One row per text: the largest expansion of its windows, the lexical weights of all its tokens together.</returns>
    public SparseOutput Forward(Tensor idsBS, Tensor maskBS, Tensor countedBS, Tensor? titleBS = null, long[]? windows = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hiddenBSD = _encoder.forward(idsBS, maskBS);
        Tensor? lexicalBV = _lexical?.Weights(hiddenBSD, idsBS, countedBS, titleBS, windows);
        double share = training ? 1 : Config.ExpansionShare;
        if (_head is null || (share == 0 && lexicalBV is not null))
        {
            return new SparseOutput(lexicalBV!.MoveToOuterDisposeScope(), null);
        }

        Tensor logitsBV = _head.MaxOverTokens(hiddenBSD, _encoder.Words, maskBS);
        if (_gate is not null)
        {
            logitsBV *= _gate.forward(hiddenBSD, maskBS);
        }

        if (windows?.Any(count => count > 1) == true)
        {
            logitsBV = stack(logitsBV.split(windows).Select(text => text.amax(0)));
        }

        Tensor weightsBV = logitsBV.relu().log1p();
        if (share < 1)
        {
            weightsBV *= share;
        }

        if (lexicalBV is not null)
        {
            weightsBV += lexicalBV;
        }

        return new SparseOutput(weightsBV.MoveToOuterDisposeScope(), logitsBV.MoveToOuterDisposeScope());
    }

    /// <summary>Hidden states of the last layer, B × S × D; the caller owns them.</summary>
    /// <param name="idsBS">Token ids, 64-bit, padded on the right.</param>
    /// <param name="maskBS">True where a token is real.</param>
    public Tensor HiddenStates(Tensor idsBS, Tensor maskBS) => _encoder.forward(idsBS, maskBS);

    /// <summary>What the weights of a text's own tokens are made of, besides hidden states; the caller owns the tensors.</summary>
    /// <param name="batch">The texts' windows.</param>
    /// <param name="windows">Rows of each text.</param>
    /// <exception cref="InvalidOperationException">The model has no lexical prior.</exception>
    public LexicalView ViewLexical(PaddedBatch batch, long[] windows)
    {
        ArgumentNullException.ThrowIfNull(batch);
        LexicalPrior lexical = _lexical ?? throw new InvalidOperationException("The model has no lexical prior.");
        return lexical.View(new TokenCounts(batch.IdsBS, Config.Encoder.VocabularySize, windows), batch.CountedBS, batch.TitleBS);
    }

    /// <summary>Sets what the lexical prior has learned.</summary>
    /// <exception cref="InvalidOperationException">The model has no lexical prior.</exception>
    public void SetLexicalFactors(LexicalFactors factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        (_lexical ?? throw new InvalidOperationException("The model has no lexical prior.")).Set(factors);
    }

    /// <summary>Logits of the masked language model at chosen places alone, N × V; the caller owns them.</summary>
    /// <param name="idsBS">Token ids, 64-bit, without padding.</param>
    /// <param name="placesN">Places in the flattened B · S.</param>
    /// <exception cref="InvalidOperationException">The model has no head.</exception>
    public Tensor PredictTokens(Tensor idsBS, Tensor placesN)
    {
        ArgumentNullException.ThrowIfNull(idsBS);
        MlmHead head = _head ?? throw new InvalidOperationException("Without expansion a model has no head that predicts tokens.");
        using DisposeScope scope = NewDisposeScope();
        Tensor hiddenBSD = _encoder.forward(idsBS, ones_like(idsBS, @bool));
        Tensor chosenND = hiddenBSD.flatten(0, 1).index_select(0, placesN);
        return head.Predict(chosenND, _encoder.Words).MoveToOuterDisposeScope();
    }

    /// <summary>Starts the embeddings of some tokens from vectors, as long as random ones are on average; dimensions beyond theirs stay random.</summary>
    /// <param name="tokens">Token ids.</param>
    /// <param name="vectorsND">Their vectors, of length 1, or 0 where nothing is known of a token; at most as wide as the model.</param>
    public void StartWords(IReadOnlyList<int> tokens, Tensor vectorsND)
    {
        ArgumentNullException.ThrowIfNull(vectorsND);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor knownN = vectorsND.norm(1) > 0;
        Tensor rowsN = tensor(tokens.Select(token => (long)token).ToArray(), device: vectorsND.device)[knownN];
        Tensor scaledND = vectorsND[knownN] * (InitialDeviation * Math.Sqrt(Config.Encoder.HiddenSize));
        _encoder.Words.narrow(1, 0, vectorsND.shape[1]).index_copy_(0, rowsN.to(_encoder.Words.device), scaledND.to(_encoder.Words.device));
    }

    /// <summary>Raises or lowers every logit alike: below zero, a head that is new or was taught to guess words activates fewer terms.</summary>
    public void ShiftLogits(double by)
    {
        using IDisposable _ = no_grad();
        _head?.Bias.add_(by);
    }

    /// <summary>Keeps training from the encoder: head and gate alone learn, or, without expansion, the weights of a text's own terms.</summary>
    public void FreezeEncoder()
    {
        foreach (Parameter parameter in _encoder.parameters().Concat(_head is null ? [] : _lexical?.parameters() ?? []))
        {
            parameter.requires_grad_(false);
        }
    }

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
}
