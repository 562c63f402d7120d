namespace KoSparse.Training.Losses;

/// <summary>How two sparse vectors are compared.</summary>
public enum Similarity
{
    /// <summary>Dot product of the vectors divided by their lengths; in [0, 1] for weights that are not negative.</summary>
    Cosine,

    /// <summary>Dot product: what the search engine computes.</summary>
    Dot,
}
