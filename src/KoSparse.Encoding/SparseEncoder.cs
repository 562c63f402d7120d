using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Lexical;
using KoSparse.Encoding.Networks;
using KoSparse.Encoding.Windows;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Encoding;

// Shapes: T texts, B windows, S tokens, V vocabulary.

/// <summary>Encodes texts with a model: tokenize, batch by length, run its network, weigh the texts' own tokens, leave out tokens that carry no word, add variants, prune.</summary>
/// <remarks>Owns neither the network nor the tokenizer. Safe to use from several threads.</remarks>
public sealed class SparseEncoder : ISparseEncoder
{
    private readonly Lazy<INetwork> _network;
    private readonly Tokenizer _tokenizer;
    private readonly EncodeOptions _options;
    private readonly bool _expands;
    private readonly IdfQueryEncoder? _queries;
    private readonly Lazy<SubwordVariants?> _variants; // a search encodes questions alone
    private readonly Lazy<Predicate<int>?> _isForeign;
    private readonly Lock _cutLock = new();
    private CutTexts _cut;

    /// <summary>Makes an encoder.</summary>
    /// <param name="parts">What the model consists of; IDF weights are only needed where they encode questions.</param>
    /// <param name="network">Its network, asked for when a text is first run through it.</param>
    /// <exception cref="ArgumentException">Model and tokenizer differ in size, or the model's queries need IDF weights.</exception>
    public SparseEncoder(ModelParts parts, Lazy<INetwork> network)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(network);
        (_network, _tokenizer, _options) = (network, parts.Tokenizer, parts.Encode);
        VocabularySize = parts.Config.Encoder.VocabularySize;
        if (_tokenizer.Vocabulary.Count > VocabularySize)
        {
            throw new ArgumentException(
                $"The tokenizer has {_tokenizer.Vocabulary.Count} tokens, the model {VocabularySize}. " +
                "Name the tokenizer that the model was trained with.", nameof(parts));
        }

        if (_options.QueryEncoder == QueryEncoding.Idf)
        {
            _queries = new IdfQueryEncoder(_tokenizer, (parts.Idf
                ?? throw new ArgumentException("The model's queries are weighted by IDF, and no IDF weights were given.", nameof(parts))).Values);
        }

        _expands = parts.Config.Expansion && (_options.ExpansionShare > 0 || parts.Config.LexicalPrior is null);
        _variants = new(() => _options.Variants is { } variants ? SubwordVariants.Of(_tokenizer, variants, parts.Families.Value) : null);
        _isForeign = new(() => _options.Pruning.ForeignRatio > 0 && TokenClasses.Of(_tokenizer) is var classes ? id => classes[id] == TokenClass.Foreign : null);
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <summary>What was left out of all texts so far, because they are longer than the windows that they are read in.</summary>
    public CutTexts Cut
    {
        get
        {
            lock (_cutLock)
            {
                return _cut;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _queries is null ? Encode([.. texts.Select(Document.Of)], variants: null, progress: null) : [.. texts.Select(_queries.Encode)];
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The model gives weights that are not finite.</exception>
    /// <remarks>A document longer than the encoder reads is read in windows, and their terms are counted together.</remarks>
    public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Encode(documents, _variants.Value, progress);
    }

    private SparseVector[] Encode(IReadOnlyList<Document> documents, SubwordVariants? variants, IProgress<int>? progress)
    {
        var batches = new DocumentBatches(documents, _tokenizer, _options.MaxLength, _options.MaxWindows);
        lock (_cutLock)
        {
            _cut += batches.Cut;
        }

        var vectors = new SparseVector[documents.Count];
        TermWeighting? lexical = _network.Value.Lexical;
        float[] weightsV = new float[VocabularySize];
        float[] countsV = new float[VocabularySize];
        int done = 0;
        foreach (int[] batch in batches.Batches())
        {
            WindowBatch windows = batches.Pad(batch);
            NetworkRows rows = _network.Value.Run(windows, _expands);
            int firstRow = 0;
            for (int i = 0; i < batch.Length; i++)
            {
                ReadOnlySpan<float> expansionV = rows.ExpansionTV is { } all ? all.AsSpan(i * VocabularySize, VocabularySize) : default;
                ReadOnlySpan<float> togetherV = _options.ExpansionTerms is null ? expansionV : default;
                Expand(togetherV, weightsV);
                List<int>? own = lexical?.AddTo(weightsV, windows, firstRow, windows.Windows[i], rows.ImportanceBS, countsV);
                SparseVector vector = Taken(togetherV.IsEmpty ? own ?? [] : null, weightsV);
                SparseVector pruned = (variants?.AddTo(vector) ?? vector).Prune(_options.Pruning, _isForeign.Value);
                vectors[batch[i]] = _options.ExpansionTerms is { } terms ? WithHeaviest(pruned, expansionV, terms, weightsV) : pruned;
                firstRow += windows.Windows[i];
            }

            done += batch.Length;
            progress?.Report(done);
        }

        return vectors;
    }

    /// <summary>The head's part of the weights: nothing for tokens that carry no word, and rows that no token has.</summary>
    private void Expand(ReadOnlySpan<float> expansionV, Span<float> weightsV)
    {
        if (expansionV.IsEmpty)
        {
            return;
        }

        float share = (float)_options.ExpansionShare;
        weightsV.Clear();
        for (int id = 0; id < _tokenizer.Vocabulary.Count; id++)
        {
            weightsV[id] = share * expansionV[id];
        }

        foreach (int id in _tokenizer.Wordless)
        {
            weightsV[id] = 0;
        }
    }

    /// <summary>A text's own terms, and the head's heaviest.</summary>
    private SparseVector WithHeaviest(SparseVector own, ReadOnlySpan<float> expansionV, int count, float[] weightsV)
    {
        Expand(expansionV, weightsV);
        SparseVector heaviest = Taken(null, weightsV).PruneByTopK(count);
        Array.Clear(weightsV);
        foreach (TermWeight term in own.Terms().Concat(heaviest.Terms()))
        {
            weightsV[term.TokenId] += term.Weight;
        }

        return Taken([.. own.Terms().Concat(heaviest.Terms()).Select(term => term.TokenId).Distinct()], weightsV);
    }

    /// <summary>The weights of some tokens, whose places are zero again after; of all when null.</summary>
    private static SparseVector Taken(List<int>? tokens, float[] weightsV)
    {
        try
        {
            return tokens is null
                ? SparseVector.FromDense(weightsV)
                : SparseVector.FromTerms(tokens.Select(id => new TermWeight(id, weightsV[id])));
        }
        catch (ArgumentException fault)
        {
            throw new CheckpointException(
                "The model gives weights that are not finite: its own are damaged, or training has diverged. Open an earlier checkpoint.", fault);
        }
        finally
        {
            tokens?.ForEach(id => weightsV[id] = 0);
        }
    }
}
