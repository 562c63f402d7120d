namespace KoSparse.Serving.Requests;

/// <summary>How much one request may ask for.</summary>
public sealed record RequestLimits
{
    /// <summary>Texts.</summary>
    /// <value>The default is 32, as of text-embeddings-inference.</value>
    public int Texts { get; init; } = 32;

    /// <summary>UTF-16 units of a text.</summary>
    /// <value>The default is 200,000: what is beyond the windows of an encoder is in no vector.</value>
    public int TextLength { get; init; } = 200_000;

    /// <summary>Documents that a search gives.</summary>
    /// <value>The default is 100.</value>
    public int Hits { get; init; } = 100;
}
