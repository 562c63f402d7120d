namespace KoSparse.Vectors;

/// <summary>A text as terms with positive weights, in ascending order of token id; immutable.</summary>
public sealed class SparseVector
{
    private readonly int[] _tokenIds;
    private readonly float[] _weights;

    private SparseVector(int[] tokenIds, float[] weights) => (_tokenIds, _weights) = (tokenIds, weights);

    /// <summary>The vector without terms.</summary>
    public static SparseVector Empty { get; } = new([], []);

    /// <summary>Number of terms.</summary>
    public int Count => _tokenIds.Length;

    /// <summary>Token ids, strictly ascending.</summary>
    public ReadOnlySpan<int> TokenIds => _tokenIds;

    /// <summary>Weights in the order of <see cref="TokenIds"/>, each finite and positive.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Makes a vector of terms in any order; terms whose weight is not positive are left out.</summary>
    /// <exception cref="ArgumentException">A token appears twice or is negative, or a weight is not finite.</exception>
    public static SparseVector FromTerms(IEnumerable<TermWeight> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        List<int> ids = [];
        List<float> weights = [];
        foreach (TermWeight term in terms)
        {
            if (!(term.Weight <= 0))
            {
                ids.Add(term.TokenId);
                weights.Add(term.Weight);
            }
        }

        (int[] tokenIds, float[] weightsById) = ([.. ids], [.. weights]);
        Array.Sort(tokenIds, weightsById);
        ArgumentOutOfRangeException.ThrowIfNegative(tokenIds is [int first, ..] ? first : 0, nameof(terms));
        for (int i = 0; i < tokenIds.Length; i++)
        {
            if (!float.IsFinite(weightsById[i]))
            {
                throw NotFinite(tokenIds[i], weightsById[i], nameof(terms));
            }

            if (i > 0 && tokenIds[i] == tokenIds[i - 1])
            {
                throw new ArgumentException($"Token {tokenIds[i]} appears twice.", nameof(terms));
            }
        }

        return new SparseVector(tokenIds, weightsById);
    }

    /// <summary>Makes a vector of terms that are in order already.</summary>
    /// <param name="tokenIds">Strictly ascending, none negative; copied.</param>
    /// <param name="weights">One for each, finite and positive; copied.</param>
    /// <exception cref="ArgumentException">They are not as said.</exception>
    public static SparseVector FromSorted(ReadOnlySpan<int> tokenIds, ReadOnlySpan<float> weights)
    {
        if (tokenIds.Length != weights.Length)
        {
            throw new ArgumentException($"{tokenIds.Length} tokens have {weights.Length} weights.", nameof(weights));
        }

        int last = -1;
        for (int i = 0; i < tokenIds.Length; i++)
        {
            if (tokenIds[i] <= last || !(weights[i] > 0) || !float.IsFinite(weights[i]))
            {
                throw new ArgumentException(
                    $"Token {tokenIds[i]} of weight {weights[i]} after token {last}: ids ascend and weights are positive.", nameof(tokenIds));
            }

            last = tokenIds[i];
        }

        return tokenIds.Length == 0 ? Empty : new SparseVector(tokenIds.ToArray(), weights.ToArray());
    }

    /// <summary>Makes a vector of the positive entries of a row over the vocabulary.</summary>
    /// <exception cref="ArgumentException">An entry is infinite or no number.</exception>
    public static SparseVector FromDense(ReadOnlySpan<float> weights)
    {
        List<int> ids = [];
        List<float> values = [];
        for (int id = 0; id < weights.Length; id++)
        {
            if (!(weights[id] <= 0))
            {
                if (!float.IsFinite(weights[id]))
                {
                    throw NotFinite(id, weights[id], nameof(weights));
                }

                ids.Add(id);
                values.Add(weights[id]);
            }
        }

        return new SparseVector([.. ids], [.. values]);
    }

    /// <summary>Sum over shared tokens of the products of weights.</summary>
    public float Dot(SparseVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        float sum = 0;
        for (int i = 0, j = 0; i < Count && j < other.Count;)
        {
            int order = _tokenIds[i].CompareTo(other._tokenIds[j]);
            if (order == 0)
            {
                sum += _weights[i++] * other._weights[j++];
            }
            else if (order < 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return sum;
    }

    /// <summary>The terms, heaviest first; equal weights by token id.</summary>
    public IEnumerable<TermWeight> ByWeight() =>
        Terms().OrderByDescending(t => t.Weight).ThenBy(t => t.TokenId);

    /// <summary>The terms by ascending token id.</summary>
    public IEnumerable<TermWeight> Terms() => _tokenIds.Zip(_weights, (id, weight) => new TermWeight(id, weight));

    private static ArgumentException NotFinite(int id, float weight, string name) =>
        new(FormattableString.Invariant($"Token {id} has the weight {weight}."), name);
}
