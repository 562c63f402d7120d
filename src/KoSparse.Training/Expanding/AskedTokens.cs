using KoSparse.Encoding;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Training.Expanding;

/// <summary>The tokens that questions ask with often enough for a column each.</summary>
internal sealed class AskedTokens
{
    private readonly Dictionary<int, int> _columnOf;

    /// <summary>Counts.</summary>
    /// <param name="encoder">Makes vectors of questions.</param>
    /// <param name="queries">Questions to learn from.</param>
    /// <param name="least">Questions that hold a token at least.</param>
    /// <param name="classes">Class of each token where only Korean ones and numbers get columns; null where all do.</param>
    public AskedTokens(IdfQueryEncoder encoder, IEnumerable<string> queries, int least, TokenClasses? classes)
    {
        Ids =
        [
            .. queries.SelectMany(query => encoder.Encode(query).TokenIds.ToArray()).CountBy(id => id).Where(id => id.Value >= least).Select(id => id.Key)
                .Where(id => classes is null || classes[id] is TokenClass.Korean or TokenClass.Number).Order(),
        ];
        _columnOf = Ids.Index().ToDictionary(id => id.Item, id => id.Index);
    }

    /// <summary>The tokens; a token's place is its column.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>Terms of a question that have columns.</summary>
    public IEnumerable<(int Column, float Weight)> In(SparseVector query) =>
        query.Terms().Where(term => _columnOf.ContainsKey(term.TokenId)).Select(term => (_columnOf[term.TokenId], term.Weight));
}
