using KoSparse.Encoding.Windows;

namespace KoSparse.Encoding.Lexical;

/// <summary>Weighs the tokens that are in a text: what a lexical prior has learned, and how its weights come of it.</summary>
/// <remarks>
/// <c>w[v] = tf·(k₁+1) / (tf + k₁(1 − b + b·len/avg)) · (1 − λ + λ · e^(t·y) · mean over the occurrences s of 2σ(i[s] + o·x[s]))</c>,
/// where i is the importance that a network gives each occurrence, x and y are as <see cref="TermFeatures"/> has them, and tf and len count
/// an occurrence in the title by its weight. Before anything is learned it is BM25 (Robertson and Zaragoza, 2009), with a weighted title
/// BM25F with one normalisation (Robertson, Zaragoza and Taylor, 2004).
/// </remarks>
public sealed record TermWeighting
{
    /// <summary>k₁, the saturation of the term count.</summary>
    public required float K1 { get; init; }

    /// <summary>b, the normalisation by length, from 0 to 1.</summary>
    public required float B { get; init; }

    /// <summary>avg, the mean length of a text.</summary>
    public required float AverageLength { get; init; }

    /// <summary>How many occurrences in the text one in the title is worth.</summary>
    public required float TitleWeight { get; init; }

    /// <summary>λ, how much of a weight is learned.</summary>
    public required float LearnedShare { get; init; }

    /// <summary>o, weights of an occurrence's features, <see cref="TermFeatures.OfOccurrence"/> of them.</summary>
    public required IReadOnlyList<float> Occurrence { get; init; }

    /// <summary>t, weights of a text's features, <see cref="TermFeatures.OfText"/> of them.</summary>
    public required IReadOnlyList<float> Text { get; init; }

    /// <summary>Added to the text's weighted features.</summary>
    public required float TextBias { get; init; }

    /// <summary>Adds the weights of a text's tokens to a row of the vocabulary.</summary>
    /// <param name="batch">Holds the text.</param>
    /// <param name="firstRow">Its first window.</param>
    /// <param name="rows">Number of its windows.</param>
    /// <param name="importanceBS">Of the whole batch, as the network gave it.</param>
    /// <param name="counts">A row of zeros over the vocabulary, and so again after.</param>
    /// <param name="weightsV">Weights over the vocabulary, added to.</param>
    /// <returns>The tokens of the text, each once.</returns>
    internal List<int> AddTo(Span<float> weightsV, WindowBatch batch, int firstRow, int rows, ReadOnlySpan<float> importanceBS, Span<float> counts)
    {
        (int start, int end) = (firstRow * batch.Length, (firstRow + rows) * batch.Length);
        TextCounts text = Count(batch, start, end, counts, out List<int> tokens);
        float norm = K1 * (1 - B + (B * text.Length / AverageLength));
        float ofText = MathF.Exp(TextBias
            + (Text[0] * LogOnePlus(text.Length)) + (Text[1] * (text.TitleTokens > 0 ? 1 : 0))
            + (Text[2] * MathF.Log(Math.Max(text.TitleTokens, 1))) + (Text[3] * text.Repeated));
        for (int place = start; place < end; place++)
        {
            if (!batch.CountedBS[place])
            {
                continue;
            }

            int token = (int)batch.IdsBS[place];
            bool inTitle = batch.TitleBS[place];
            // Each occurrence carries its share, so that the sum over occurrences is the saturation of their count.
            float share = (K1 + 1) / (counts[token] + norm) * (inTitle ? TitleWeight : 1);
            float features = (inTitle ? Occurrence[0] + (Occurrence[1] / Math.Max(text.TitleTokens, 1)) : 0)
                + (Occurrence[2] * LogOnePlus(place % batch.Length));
            float learned = 2 / (1 + MathF.Exp(-(importanceBS[place] + features)));
            weightsV[token] += share * (1 + (LearnedShare * ((ofText * learned) - 1)));
        }

        foreach (int token in tokens)
        {
            counts[token] = 0;
        }

        return tokens;
    }

    /// <summary>Counts each token, those of the title by their weight.</summary>
    private TextCounts Count(WindowBatch batch, int start, int end, Span<float> counts, out List<int> tokens)
    {
        tokens = [];
        float length = 0;
        int titleTokens = 0;
        HashSet<int> outside = []; // of the title
        for (int place = start; place < end; place++)
        {
            if (!batch.CountedBS[place])
            {
                continue;
            }

            int token = (int)batch.IdsBS[place];
            if (counts[token] == 0)
            {
                tokens.Add(token);
            }

            float once = batch.TitleBS[place] ? TitleWeight : 1;
            (counts[token], length) = (counts[token] + once, length + once);
            if (batch.TitleBS[place])
            {
                titleTokens++;
            }
            else
            {
                outside.Add(token);
            }
        }

        int repeated = 0;
        for (int place = start; titleTokens > 0 && place < end; place++)
        {
            repeated += batch.TitleBS[place] && outside.Contains((int)batch.IdsBS[place]) ? 1 : 0;
        }

        return new TextCounts(length, titleTokens, titleTokens > 0 ? (float)repeated / titleTokens : 0);
    }

    private static float LogOnePlus(float value) => (float)Math.Log(1 + (double)value);

    /// <param name="Length">Tokens, those of the title by their weight.</param>
    /// <param name="TitleTokens">Tokens of the title.</param>
    /// <param name="Repeated">Share of the title's tokens that the rest repeats.</param>
    private readonly record struct TextCounts(float Length, int TitleTokens, float Repeated);
}
