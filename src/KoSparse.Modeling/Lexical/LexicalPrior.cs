using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Lexical;
using KoSparse.Modeling.Batches;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Lexical;

// Shapes: T texts, B windows, S tokens, D width, V vocabulary.

/// <summary>Weights of the tokens that are in the text; before training exactly BM25's.</summary>
/// <remarks>
/// <c>w[b,v] = tf·(k₁+1) / (tf + k₁(1 − b + b·len/avg)) · (1 − λ + λ · e^(t·y[b]) · mean over the occurrences s of 2σ(u·h[b,s] + o·x[b,s]))</c>,
/// with k₁, b, the weight of an occurrence in the title, and u, o, t learned; u, o and t start at zero, where the learned factor is 1;
/// h are the encoder's hidden states, x and y as <see cref="TermFeatures"/> has them, λ the learned share. With queries weighted by
/// IDF the score of an untrained model is BM25 (Robertson and Zaragoza, 2009) for queries that repeat no token, and with
/// a weighted title BM25F with one normalisation (Robertson, Zaragoza and Taylor, 2004).
/// </remarks>
public sealed class LexicalPrior : Module
{
    /// <summary>Stands in where nothing was measured; loading weights replaces it.</summary>
    private const double UnmeasuredLength = 100;

    [ComponentName(Name = "importance")] private readonly Linear _importance;
    [ComponentName(Name = "place")] private readonly Linear _place;
    [ComponentName(Name = "text")] private readonly Linear _text;
    [ComponentName(Name = "log_k1")] private readonly Parameter _logK1;
    [ComponentName(Name = "logit_b")] private readonly Parameter _logitB;
    [ComponentName(Name = "average_length")] private readonly Parameter _averageLength;
    [ComponentName(Name = "log_title_weight")] private readonly Parameter _logTitleWeight;
    private readonly int _vocabularySize;
    private readonly double _learnedShare;

    internal LexicalPrior(int hiddenSize, int vocabularySize, LexicalPriorOptions options)
        : base(nameof(LexicalPrior))
    {
        (_vocabularySize, _learnedShare) = (vocabularySize, options.LearnedShare ?? LexicalPriorOptions.AllLearned);
        _importance = Linear(hiddenSize, 1);
        _place = Linear(TermFeatures.OfOccurrence, 1, hasBias: false);
        _text = Linear(TermFeatures.OfText, 1);
        _logK1 = Parameter(tensor((float)Math.Log(options.K1)));
        _logitB = Parameter(tensor((float)Math.Log(options.B / (1 - options.B))));
        _averageLength = Parameter(tensor((float)(options.AverageLength ?? UnmeasuredLength)), requires_grad: false);
        _logTitleWeight = Parameter(tensor((float)Math.Log(options.TitleWeight)));
        RegisterComponents();
    }

    /// <summary>Makes every occurrence, and every text, count the same.</summary>
    internal void Neutralise()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        foreach (Linear linear in new[] { _importance, _place, _text })
        {
            linear.weight!.zero_();
            linear.bias?.zero_();
        }
    }

    /// <summary>Sets what is learned of hidden states and features.</summary>
    public void Set(LexicalFactors factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _importance.weight!.copy_(tensor(factors.Hidden.ToArray()).unsqueeze(0));
        _importance.bias!.fill_(factors.OccurrenceBias);
        _place.weight!.copy_(tensor(factors.Occurrence.ToArray()).unsqueeze(0));
        _text.weight!.copy_(tensor(factors.Text.ToArray()).unsqueeze(0));
        _text.bias!.fill_(factors.TextBias);
    }

    /// <summary>Weights over the vocabulary, T × V; zero for tokens that are not in the text.</summary>
    /// <param name="hiddenBSD">Hidden states of the encoder.</param>
    /// <param name="idsBS">Token ids.</param>
    /// <param name="countedBS">True for the tokens that count.</param>
    /// <param name="titleBS">True for those of them in the title; null when there is none.</param>
    /// <param name="windows">Rows of each text; null when every row is a text.</param>
    internal Tensor Weights(Tensor hiddenBSD, Tensor idsBS, Tensor countedBS, Tensor? titleBS = null, long[]? windows = null)
    {
        using DisposeScope scope = NewDisposeScope();
        TokenCounts tokens = new(idsBS, _vocabularySize, windows);
        LexicalView view = View(tokens, countedBS, titleBS);
        Tensor learnedBS = 2 * (_importance.forward(hiddenBSD) + _place.forward(view.OccurrencesBSF)).squeeze(-1).sigmoid();
        Tensor textsB1 = _text.forward(view.TextsTF).exp().index_select(0, tokens.TextsB);
        Tensor factorsBS = 1 + (_learnedShare * ((textsB1 * learnedBS) - 1));
        return tokens.Sum(view.SharesBS * factorsBS).MoveToOuterDisposeScope();
    }

    /// <summary>What the hidden state of each token says of its importance, a logit, B × S.</summary>
    /// <param name="hiddenBSD">Hidden states of the encoder.</param>
    internal Tensor Importance(Tensor hiddenBSD) => _importance.forward(hiddenBSD).squeeze(-1);

    /// <summary>What was learned, for an encoder that computes without tensors.</summary>
    internal TermWeighting Weighting()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return new TermWeighting
        {
            K1 = _logK1.exp().item<float>(),
            B = _logitB.sigmoid().item<float>(),
            AverageLength = _averageLength.item<float>(),
            TitleWeight = _logTitleWeight.exp().item<float>(),
            LearnedShare = (float)_learnedShare,
            Occurrence = _place.weight!.cpu().flatten().data<float>().ToArray(),
            Text = _text.weight!.cpu().flatten().data<float>().ToArray(),
            TextBias = _text.bias!.item<float>(),
        };
    }

    /// <summary>What the weights are made of, besides hidden states, before anything is learned; the caller owns the tensors.</summary>
    /// <param name="batch">The texts' windows.</param>
    public LexicalView View(PaddedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return View(new TokenCounts(batch.IdsBS, _vocabularySize, batch.Windows), batch.CountedBS, batch.TitleBS);
    }

    /// <summary>What the weights are made of, besides hidden states, before anything is learned.</summary>
    /// <param name="tokens">Which places belong together.</param>
    /// <param name="countedBS">True for the tokens that count.</param>
    /// <param name="titleBS">True for those of them in the title; null when there is none.</param>
    private LexicalView View(TokenCounts tokens, Tensor countedBS, Tensor? titleBS)
    {
        Tensor onceBS = countedBS.to(_logK1.dtype);
        Tensor inTitleBS = titleBS?.to(_logK1.dtype) ?? zeros_like(onceBS);
        Tensor weightedBS = onceBS * (1 + (inTitleBS * (_logTitleWeight.exp() - 1)));
        Tensor lengthsT = tokens.PerText(weightedBS);
        Tensor b = _logitB.sigmoid();
        Tensor k1 = _logK1.exp();
        Tensor normsB1 = (k1 * (1 - b + (b * lengthsT / _averageLength))).index_select(0, tokens.TextsB).unsqueeze(1);

        // Each occurrence carries its share, so that the sum over occurrences is the saturation of their count.
        Tensor sharesBS = (k1 + 1) / (tokens.Of(weightedBS) + normsB1) * weightedBS;
        (Tensor occurrencesBSF, Tensor textsTF) = FeatureTensors.Of(tokens, onceBS, inTitleBS, lengthsT.detach());
        return new LexicalView(sharesBS, occurrencesBSF, textsTF);
    }
}
