namespace KoSparse.Encoding.Configuration;

/// <summary>How a question becomes a vector.</summary>
public enum QueryEncoding
{
    /// <summary>By the model, as documents are.</summary>
    Model,

    /// <summary>Its tokens weighted by inverse document frequency; no model runs at query time.</summary>
    Idf,
}
