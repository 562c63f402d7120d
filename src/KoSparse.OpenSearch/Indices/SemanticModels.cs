namespace KoSparse.OpenSearch.Indices;

/// <summary>The cluster's own models, by which a <c>semantic</c> field encodes what is put in it and asked of it; from 3.1 on.</summary>
/// <param name="Documents">Id of the model that encodes documents.</param>
/// <param name="Questions">Id of the one that encodes questions; null where the same does.</param>
/// <remarks>Source: OpenSearch, "Semantic field type".</remarks>
public sealed record SemanticModels(string Documents, string? Questions = null)
{
    /// <summary>The field whose text is encoded, and where its vectors lie, as the cluster calls it.</summary>
    internal const string Text = "text";
    internal const string Vector = $"{Text}_semantic_info.embedding";
}
