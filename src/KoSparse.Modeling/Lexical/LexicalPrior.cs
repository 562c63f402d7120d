using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Lexical;

// Shapes: T texts, B windows, S tokens, D width, V vocabulary.

/// <summary>Weights of the tokens that are in the text; before training exactly BM25's.</summary>
/// <remarks>
/// <c>w[b,v] = tf·(k₁+1) / (tf + k₁(1 − b + b·len/avg)) · mean over the occurrences s of 2σ(u·h[b,s])</c>, with k₁, b, u and
/// the weight of an occurrence in the title learned; u starts at zero, where the importance is 1. With queries weighted by
/// IDF the score of an untrained model is BM25 (Robertson and Zaragoza, 2009) for queries that repeat no token, and with
/// a weighted title BM25F with one normalisation (Robertson, Zaragoza and Taylor, 2004).
/// </remarks>
internal sealed class LexicalPrior : Module
{
    /// <summary>Stands in where nothing was measured; loading weights replaces it.</summary>
    private const double UnmeasuredLength = 100;

    /// <summary>In place of a count of zero, which is divided by and then left out.</summary>
    private const double Least = 1e-6;

    [ComponentName(Name = "importance")] private readonly Linear _importance;
    [ComponentName(Name = "log_k1")] private readonly Parameter _logK1;
    [ComponentName(Name = "logit_b")] private readonly Parameter _logitB;
    [ComponentName(Name = "average_length")] private readonly Parameter _averageLength;
    [ComponentName(Name = "log_title_weight")] private readonly Parameter _logTitleWeight;
    private readonly int _vocabularySize;

    public LexicalPrior(int hiddenSize, int vocabularySize, LexicalPriorOptions options)
        : base(nameof(LexicalPrior))
    {
        _vocabularySize = vocabularySize;
        _importance = Linear(hiddenSize, 1);
        _logK1 = Parameter(tensor((float)Math.Log(options.K1)));
        _logitB = Parameter(tensor((float)Math.Log(options.B / (1 - options.B))));
        _averageLength = Parameter(tensor((float)(options.AverageLength ?? UnmeasuredLength)), requires_grad: false);
        _logTitleWeight = Parameter(tensor((float)Math.Log(options.TitleWeight)));
        RegisterComponents();
    }

    /// <summary>Makes every occurrence count the same.</summary>
    public void Neutralise()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _importance.weight!.zero_();
        _importance.bias!.zero_();
    }

    /// <summary>Weights over the vocabulary, T × V; zero for tokens that are not in the text.</summary>
    /// <param name="hiddenBSD">Hidden states of the encoder.</param>
    /// <param name="idsBS">Token ids.</param>
    /// <param name="countedBS">True for the tokens that count.</param>
    /// <param name="titleBS">True for those of them in the title; null when there is none.</param>
    /// <param name="windows">Rows of each text; null when every row is a text.</param>
    public Tensor Weights(Tensor hiddenBSD, Tensor idsBS, Tensor countedBS, Tensor? titleBS = null, long[]? windows = null)
    {
        using DisposeScope scope = NewDisposeScope();
        (long rows, Device device) = (idsBS.shape[0], idsBS.device);
        long texts = windows?.Length ?? rows;
        Tensor textsB = windows is null ? arange(rows, device: device) : arange(texts, device: device).repeat_interleave(tensor(windows, device: device));
        Tensor placesN = ((textsB.unsqueeze(1) * _vocabularySize) + idsBS).flatten(); // of (text, token) in T × V
        Tensor occurrencesBS = countedBS.to(hiddenBSD.dtype);
        if (titleBS is not null)
        {
            occurrencesBS *= 1 + (titleBS.to(hiddenBSD.dtype) * (_logTitleWeight.exp() - 1));
        }

        Tensor noneN = zeros(texts * _vocabularySize, hiddenBSD.dtype, device);
        Tensor countsBS = noneN.scatter_add(0, placesN, occurrencesBS.flatten()).gather(0, placesN).clamp_min(Least).view_as(idsBS);
        Tensor lengthsT = zeros(texts, hiddenBSD.dtype, device).scatter_add(0, textsB, occurrencesBS.sum(1));
        Tensor b = _logitB.sigmoid();
        Tensor k1 = _logK1.exp();
        Tensor normsB1 = (k1 * (1 - b + (b * lengthsT / _averageLength))).index_select(0, textsB).unsqueeze(1);
        Tensor saturationBS = countsBS * (k1 + 1) / (countsBS + normsB1);
        Tensor importanceBS = 2 * _importance.forward(hiddenBSD).squeeze(-1).sigmoid();

        // Each occurrence carries its share, so that the sum over occurrences is saturation × mean importance.
        Tensor sharesBS = saturationBS * importanceBS / countsBS * occurrencesBS;
        return noneN.scatter_add(0, placesN, sharesBS.flatten()).view(texts, _vocabularySize).MoveToOuterDisposeScope();
    }
}
