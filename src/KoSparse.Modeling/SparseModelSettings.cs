using System.ComponentModel.DataAnnotations;
using KoSparse.Modeling.Gates;
using KoSparse.Modeling.Lexical;
using KoSparse.Vectors;

namespace KoSparse.Modeling;

/// <summary>What a sparse model computes above its encoder: said in a training's config, and in the <c>config.json</c> of what it made.</summary>
public abstract record SparseModelSettings
{
    /// <summary>Whether the model or IDF weights encode questions.</summary>
    /// <value>The default is <see cref="QueryEncoding.Model"/>.</value>
    public QueryEncoding QueryEncoder { get; init; } = QueryEncoding.Model;

    /// <summary>Tokens that the encoder reads at once, special tokens included.</summary>
    /// <value>The default is 192.</value>
    [Range(4, 8192)]
    public int MaxLength { get; init; } = 192;

    /// <summary>Windows of <see cref="MaxLength"/> that a longer document is read in when it is encoded; training reads the first one.</summary>
    /// <value>The default is 4; 1 cuts long documents.</value>
    [Range(1, 64)]
    public int MaxWindows { get; init; } = 4;

    /// <summary>The context gate of V28, or none.</summary>
    public ContextGateOptions? ContextGate { get; init; }

    /// <summary>The lexical start at BM25, or none.</summary>
    public LexicalPriorOptions? LexicalPrior { get; init; }

    /// <summary>Whether the head may activate terms that are not in the text.</summary>
    /// <value>The default is true; false needs a lexical prior.</value>
    public bool Expansion { get; init; } = true;

    /// <summary>How much of the head's weights stands in the vectors of encoded texts; training sees all of them.</summary>
    /// <value>The default is 1; 0 leaves the head out, which takes half of the time, and needs a lexical prior.</value>
    [Range(0.0, 1.0)]
    public double ExpansionShare { get; init; } = 1;

    /// <summary>Terms of the same letters that are added to the vectors of encoded texts, or none; losses do not see them.</summary>
    public VariantOptions? Variants { get; init; }

    /// <summary>What is dropped from the vectors of encoded texts; training sees whole vectors.</summary>
    public PruningOptions Pruning { get; init; } = new();
}
