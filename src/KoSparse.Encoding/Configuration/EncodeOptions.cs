using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Configuration;

/// <summary>How texts become vectors: a config's <c>encode</c> section, and that of the <c>config.json</c> of what it made. It can be changed after training.</summary>
public sealed record EncodeOptions
{
    /// <summary>The least <see cref="MaxLength"/>.</summary>
    internal const int ShortestLength = 4;

    /// <summary>The largest <see cref="MaxLength"/>.</summary>
    internal const int LongestLength = 8192;

    /// <summary>Whether the model or IDF weights encode questions.</summary>
    /// <value>The default is <see cref="QueryEncoding.Model"/>.</value>
    public QueryEncoding QueryEncoder { get; init; } = QueryEncoding.Model;

    /// <summary>Tokens that the encoder reads at once, special tokens included.</summary>
    /// <value>The default is 192.</value>
    [Range(ShortestLength, LongestLength)]
    public int MaxLength { get; init; } = 192;

    /// <summary>Windows of <see cref="MaxLength"/> that a longer document is read in when it is encoded; training reads the first one.</summary>
    /// <value>The default is 4; 1 cuts long documents.</value>
    [Range(1, 64)]
    public int MaxWindows { get; init; } = 4;

    /// <summary>How much of the head's weights stands in the vectors of encoded texts; training sees all of them.</summary>
    /// <value>The default is 1; 0 leaves the head out, which takes half of the time, and needs a lexical prior.</value>
    [Range(0.0, 1.0)]
    public double ExpansionShare { get; init; } = 1;

    /// <summary>The head's heaviest terms that are added to a text's own, as they are, when these have their variants and are pruned; none puts all of them together first.</summary>
    [Range(1, 100_000)]
    public int? ExpansionTerms { get; init; }

    /// <summary>Terms of the same letters that are added to the vectors of encoded texts, or none; losses do not see them.</summary>
    public VariantOptions? Variants { get; init; }

    /// <summary>Folder of the word families that variants take (<c>prepare families</c>).</summary>
    /// <value>The default is the model's own, where it has any: a saved model has them in its folder, and no path.</value>
    [JsonIgnore]
    public string? Families { get; init; }

    /// <summary>What is dropped from the vectors of encoded texts; training sees whole vectors.</summary>
    public PruningOptions Pruning { get; init; } = new();

    /// <summary>What of these options cannot act with a model; each fault begins with the setting's name.</summary>
    /// <param name="model">What computes.</param>
    public IEnumerable<string> FaultsWith(SparseModelSettings model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (ExpansionShare == 0 && model.LexicalPrior is null)
        {
            yield return "expansion_share: without the head a model needs lexical_prior, or its vectors are empty";
        }

        if (ExpansionShare != 1 && !model.Expansion)
        {
            yield return "expansion_share: has no effect without expansion: there is no head to take a share of";
        }

        if (ExpansionTerms is not null && !(model.Expansion && ExpansionShare > 0 && model.LexicalPrior is not null))
        {
            yield return "expansion_terms: has no effect without a head that is served, nor without lexical_prior: there are no terms to add, or none to add them to";
        }

        if (Families is not null && Variants is null)
        {
            yield return "families: has no effect without variants";
        }

        if (Families is not null && Variants?.Family == 0)
        {
            yield return "families: has no effect with variants.family 0";
        }
    }
}
