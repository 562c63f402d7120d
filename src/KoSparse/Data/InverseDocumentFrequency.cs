using KoSparse.Text;

namespace KoSparse.Data;

/// <summary>How rare each token of a vocabulary is in a corpus; immutable.</summary>
public sealed class InverseDocumentFrequency
{
    private readonly int[] _documentFrequencies;
    private readonly float[] _values;

    internal InverseDocumentFrequency(
        int[] documentFrequencies, long documentCount, IdfSmoothing smoothing, string tokenizerHash, IReadOnlyList<int> specialTokens)
    {
        _documentFrequencies = documentFrequencies;
        DocumentCount = documentCount;
        Smoothing = smoothing;
        TokenizerHash = tokenizerHash;
        _values = Array.ConvertAll(documentFrequencies, df => (float)Value(smoothing, documentCount, df));
        foreach (int id in specialTokens)
        {
            _values[id] = 0;
        }
    }

    private InverseDocumentFrequency(ReadOnlySpan<float> weights, Tokenizer tokenizer)
    {
        _documentFrequencies = new int[weights.Length];
        (Smoothing, TokenizerHash) = (IdfSmoothing.Given, tokenizer.Hash);
        _values = Array.ConvertAll(weights.ToArray(), weight => Math.Max(0, weight));
        foreach (int id in tokenizer.SpecialTokens.All)
        {
            _values[id] = 0;
        }
    }

    private InverseDocumentFrequency(InverseDocumentFrequency counted, int[] questionTokens)
    {
        _documentFrequencies = counted._documentFrequencies;
        (DocumentCount, Smoothing, TokenizerHash, Corpus) = (counted.DocumentCount, counted.Smoothing, counted.TokenizerHash, counted.Corpus);
        QuestionTokens = questionTokens;
        _values = [.. counted._values];
        foreach (int id in questionTokens)
        {
            _values[id] = 0;
        }
    }

    /// <summary>IDF by token id, never negative; 0 for special tokens, which carry no meaning. A token that never occurred has the largest.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Number of distinct texts with the token, by token id.</summary>
    public ReadOnlySpan<int> DocumentFrequencies => _documentFrequencies;

    /// <summary>Number of distinct texts; 0 where the weights were given.</summary>
    public long DocumentCount { get; }

    /// <summary>The formula of <see cref="Values"/>.</summary>
    public IdfSmoothing Smoothing { get; }

    /// <summary>The tokenizer whose tokens were counted.</summary>
    public string TokenizerHash { get; }

    /// <summary>Tokens that weigh nothing however rare they are in the corpus, ascending: those that many questions have.</summary>
    public IReadOnlyList<int> QuestionTokens { get; } = [];

    /// <summary>The files that were counted; empty when the texts came from elsewhere.</summary>
    public IReadOnlyList<CorpusFile> Corpus { get; init; } = [];

    /// <summary>Weights that others counted or learned; those below 0 and of special tokens are taken as 0.</summary>
    /// <param name="weights">By token id, finite.</param>
    /// <param name="tokenizer">Whose tokens they are.</param>
    /// <exception cref="ArgumentException">There is not one for each token.</exception>
    public static InverseDocumentFrequency Given(ReadOnlySpan<float> weights, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return weights.Length == tokenizer.Vocabulary.Count
            ? new InverseDocumentFrequency(weights, tokenizer)
            : throw new ArgumentException($"There are {weights.Length} weights for {tokenizer.Vocabulary.Count} tokens.", nameof(weights));
    }

    /// <summary>The same counts, with tokens that weigh nothing: "누구" is rare in an encyclopedia and says nothing in a question.</summary>
    /// <param name="questionTokens">Token ids; see <see cref="CommonTokens"/>.</param>
    public InverseDocumentFrequency Without(IEnumerable<int> questionTokens)
    {
        ArgumentNullException.ThrowIfNull(questionTokens);
        return new InverseDocumentFrequency(this, [.. questionTokens.Order()]);
    }

    /// <summary>IDF of a token that occurs in some of a corpus's documents.</summary>
    /// <param name="smoothing">The formula.</param>
    /// <param name="documentCount">N.</param>
    /// <param name="documentFrequency">df, at most N.</param>
    public static double Value(IdfSmoothing smoothing, long documentCount, long documentFrequency) => smoothing switch
    {
        IdfSmoothing.Bm25 => Math.Log(1 + ((documentCount - documentFrequency + 0.5) / (documentFrequency + 0.5))),
        _ => Math.Max(0, Math.Log(documentCount / (documentFrequency + 1.0))),
    };
}
