using KoSparse.Search.Postings;

namespace KoSparse.Search.Bm25;

/// <summary>The document's side of BM25: tf / (tf + norm).</summary>
/// <param name="norms">What the count is compared with in each document, see <see cref="Bm25Index.LengthNorms"/>.</param>
internal readonly struct Bm25Weight(float[] norms) : IPostingWeight
{
    /// <inheritdoc/>
    public float Of(int document, float added) => added / (added + norms[document]);
}
