namespace KoSparse.Vectors;

/// <summary>Drops the light terms of sparse vectors, as OpenSearch's processors do (<c>prune_type</c>).</summary>
/// <remarks>Among equal weights the smaller token id is kept first.</remarks>
public static class Pruning
{
    extension(SparseVector vector)
    {
        /// <summary>The vector within all limits.</summary>
        /// <param name="options">The limits.</param>
        /// <param name="isForeign">Whether a token id is a foreign word's; none is when null.</param>
        public SparseVector Prune(PruningOptions options, Predicate<int>? isForeign = null)
        {
            ArgumentNullException.ThrowIfNull(options);
            ThrowIfNotShare(options.ForeignRatio);
            float foreign = options.ForeignRatio * vector.Largest();
            return SparseVector.FromTerms(vector.Terms().Where(t => t.Weight >= foreign || isForeign?.Invoke(t.TokenId) != true))
                .PruneByMaxRatio(options.MaxRatio)
                .PruneByTopK(options.MaxTerms);
        }

        /// <summary><c>max_ratio</c>: the terms of at least a share of the largest weight.</summary>
        /// <param name="ratio">From 0, below 1.</param>
        public SparseVector PruneByMaxRatio(float ratio)
        {
            ThrowIfNotShare(ratio);
            return vector.PruneByAbsoluteValue(ratio * vector.Largest());
        }

        /// <summary><c>top_k</c>: the heaviest terms.</summary>
        /// <param name="count">At least 1.</param>
        public SparseVector PruneByTopK(int count)
        {
            ArgumentNullException.ThrowIfNull(vector);
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
            return vector.Count <= count ? vector : SparseVector.FromTerms(vector.ByWeight().Take(count));
        }

        /// <summary><c>abs_value</c>: the terms of at least a weight.</summary>
        /// <param name="weight">Not negative.</param>
        public SparseVector PruneByAbsoluteValue(float weight)
        {
            ArgumentNullException.ThrowIfNull(vector);
            ArgumentOutOfRangeException.ThrowIfNegative(weight);
            return SparseVector.FromTerms(vector.Terms().Where(t => t.Weight >= weight));
        }

        /// <summary><c>alpha_mass</c>: the heaviest terms, as long as together they are at most a share of the sum of all weights.</summary>
        /// <param name="share">From 0, below 1. When the heaviest term alone weighs more, nothing is kept, as in OpenSearch.</param>
        public SparseVector PruneByAlphaMass(float share)
        {
            ArgumentNullException.ThrowIfNull(vector);
            ThrowIfNotShare(share);
            float limit = share * vector.Terms().Sum(t => t.Weight);
            float sum = 0;
            return SparseVector.FromTerms(vector.ByWeight().TakeWhile(t => (sum += t.Weight) <= limit));
        }

        private float Largest()
        {
            ArgumentNullException.ThrowIfNull(vector);
            float largest = 0;
            foreach (float weight in vector.Weights)
            {
                largest = Math.Max(largest, weight);
            }

            return largest;
        }
    }

    private static void ThrowIfNotShare(float share)
    {
        if (share is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "From 0, below 1.");
        }
    }
}
