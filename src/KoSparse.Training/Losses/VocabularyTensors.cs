using KoSparse.Data;
using KoSparse.Text;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: V rows of the model's vocabulary, which may be more than the tokenizer has.

/// <summary>What a recipe knows about each token, as tensors on the training device.</summary>
internal sealed class VocabularyTensors : IDisposable
{
    /// <summary>Gathers the tensors.</summary>
    /// <param name="size">Rows of the model's vocabulary.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="idf">IDF weights, or null.</param>
    /// <param name="stopwords">Token ids of stopwords.</param>
    /// <param name="costs">Constants of the IDF-aware sparsity, or null.</param>
    /// <param name="device">Where the tensors go.</param>
    public VocabularyTensors(
        int size,
        Tokenizer tokenizer,
        InverseDocumentFrequency? idf,
        IReadOnlyCollection<int> stopwords,
        IdfFlopsOptions? costs,
        Device device)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(stopwords);
        IReadOnlyList<int> special = tokenizer.SpecialTokens.All;
        TokenClasses classes = TokenClasses.Of(tokenizer);
        int tokens = tokenizer.Vocabulary.Count;
        RealV = Row(size, 1, [.. tokenizer.Wordless, .. Enumerable.Range(tokens, size - tokens)], 0, device);
        ContentV = Row(size, 1, [.. special, .. stopwords], 0, device);
        ForeignV = Row(size, 0, [.. Enumerable.Range(0, classes.Count).Where(id => classes[id] == TokenClass.Foreign)], 1, device);
        IdfV = idf is null ? null : tensor(Padded(idf.Values, size), device: device) * Row(size, 1, tokenizer.Wordless, 0, device);
        CostsV = idf is null || costs is null
            ? null
            : tensor(Padded(IdfFlopsLoss.Costs(idf.Values, stopwords, special, costs), size), device: device);
        KoreanV = Row(size, 0, [.. Enumerable.Range(0, classes.Count).Where(id => classes[id] == TokenClass.Korean)], 1, device);
    }

    /// <summary>1 for tokens that an encoded vector may have: those that carry a word; 0 in rows that no token has.</summary>
    public Tensor RealV { get; }

    /// <summary>1 for tokens that are neither special nor stopwords.</summary>
    public Tensor ContentV { get; }

    /// <summary>1 for foreign tokens.</summary>
    public Tensor ForeignV { get; }

    /// <summary>1 for Korean tokens.</summary>
    public Tensor KoreanV { get; }

    /// <summary>IDF weights, 0 for tokens that carry no word; null without.</summary>
    public Tensor? IdfV { get; }

    /// <summary>Costs of the IDF-aware sparsity, 0 in rows that no token has; null without.</summary>
    public Tensor? CostsV { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        RealV.Dispose();
        ContentV.Dispose();
        ForeignV.Dispose();
        KoreanV.Dispose();
        IdfV?.Dispose();
        CostsV?.Dispose();
    }

    private static float[] Padded(ReadOnlySpan<float> values, int size)
    {
        float[] padded = new float[size];
        values.CopyTo(padded);
        return padded;
    }

    private static Tensor Row(int size, float everywhere, IReadOnlyCollection<int> ids, float there, Device device)
    {
        float[] row = new float[size];
        Array.Fill(row, everywhere);
        foreach (int id in ids)
        {
            row[id] = there;
        }

        return tensor(row, device: device);
    }
}
