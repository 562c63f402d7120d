
namespace KoSparse.Encoding.Configuration;

/// <summary>What a sparse model computes above its encoder: said in a training's config, and in the <c>config.json</c> of what it made.</summary>
public abstract record SparseModelSettings
{
    /// <summary>The context gate of V28, or none.</summary>
    public ContextGateOptions? ContextGate { get; init; }

    /// <summary>The lexical start at BM25, or none.</summary>
    public LexicalPriorOptions? LexicalPrior { get; init; }

    /// <summary>Whether the head may activate terms that are not in the text.</summary>
    /// <value>The default is true; false needs a lexical prior.</value>
    public bool Expansion { get; init; } = true;

    /// <summary>What the head makes of the largest logit of a vocabulary entry.</summary>
    /// <value>The default is that of the pretrained model, where it has one, else <c>relu</c>.</value>
    public Activation? Activation { get; init; }
}
