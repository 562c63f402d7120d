namespace KoSparse.OpenSearch.Indices;

/// <summary>Something in an index that is not as a model needs it.</summary>
/// <param name="Path">Where, such as <c>mappings.properties.text.analyzer</c>.</param>
/// <param name="Found">What is there; null where nothing is.</param>
/// <param name="Wanted">What should be.</param>
public sealed record IndexDifference(string Path, string? Found, string Wanted)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: is {Found ?? "missing"}, wanted is {Wanted}";
}
