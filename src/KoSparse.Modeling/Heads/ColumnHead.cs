using KoSparse.Modeling.Batches;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KoSparse.Modeling.Heads;

// Shapes: B texts, S tokens, D width, C columns, K some of them, V vocabulary.

/// <summary>A head with columns of its own for some entries of the vocabulary: the words of questions that a text should be found by, read from the whole of it.</summary>
/// <remarks>
/// <c>logit[b,c] = w[c] · (mean_s h[b,s] − m) / d + bias[c]</c>, with m and d the mean and the deviation of texts; the other entries never fire.
/// A masked language model's head is tied to the token embeddings, where words of like form lie near each other; words that ask for
/// a text need not look like it (doc2query: Nogueira et al., 2019, arXiv:1904.08375). One product a text, not one a token.
/// </remarks>
public sealed class ColumnHead : Module
{
    /// <summary>Logit of an entry that has no column: below zero, it weighs nothing.</summary>
    private const float Silence = -1;

    [ComponentName(Name = "columns")] private readonly Parameter _columns;
    [ComponentName(Name = "mean")] private readonly Parameter _mean;
    [ComponentName(Name = "deviation")] private readonly Parameter _deviation;
    [ComponentName(Name = "decoder")] private readonly Linear _decoder;
    private readonly int _vocabularySize;

    internal ColumnHead(int width, int vocabularySize, int columns)
        : base(nameof(ColumnHead))
    {
        _vocabularySize = vocabularySize;
        _columns = Parameter(arange(columns), requires_grad: false);
        _mean = Parameter(zeros(width), requires_grad: false);
        _deviation = Parameter(ones(width), requires_grad: false);
        _decoder = Linear(width, columns);
        RegisterComponents();
    }

    /// <summary>Added to the logits of each column; owned by the module.</summary>
    public Parameter Bias => _decoder.bias!;

    /// <summary>Says what the columns are for, and what texts are measured by.</summary>
    /// <param name="ids">Entries of the vocabulary, one for each column.</param>
    /// <param name="meanD">Mean of the texts' mean states.</param>
    /// <param name="deviationD">Their deviation.</param>
    public void Set(IReadOnlyCollection<int> ids, Tensor meanD, Tensor deviationD)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _columns.copy_(tensor(ids.Select(id => (long)id).ToArray()));
        _mean.copy_(meanD);
        _deviation.copy_(deviationD);
    }

    /// <summary>Logit of each vocabulary entry, B × V; the caller owns them.</summary>
    /// <param name="hiddenBSD">Hidden states of the encoder.</param>
    /// <param name="maskBS">True where a token is real.</param>
    internal Tensor OverVocabulary(Tensor hiddenBSD, Tensor maskBS)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logitsBC = Logits(Means.OverTokens(hiddenBSD, maskBS));
        return full(logitsBC.shape[0], _vocabularySize, Silence, device: logitsBC.device).index_copy(1, _columns, logitsBC).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of the columns, B × C, or of some, B × K; the caller owns them.</summary>
    /// <param name="meansBD">Mean of each text's hidden states.</param>
    /// <param name="columnsK">Numbers of the columns; null for all.</param>
    public Tensor Logits(Tensor meansBD, Tensor? columnsK = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor standardBD = (meansBD - _mean) / _deviation;
        (Tensor weightKD, Tensor biasK) = columnsK is null
            ? (_decoder.weight!, _decoder.bias!)
            : (_decoder.weight!.index_select(0, columnsK), _decoder.bias!.index_select(0, columnsK));
        return addmm(biasK, standardBD, weightKD.t(), beta: 1, alpha: 1).MoveToOuterDisposeScope();
    }
}
