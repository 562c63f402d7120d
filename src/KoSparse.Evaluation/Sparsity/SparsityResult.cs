namespace KoSparse.Evaluation.Sparsity;

/// <summary>What an encoder's vectors cost to store and to score.</summary>
/// <param name="Queries">Terms of the queries.</param>
/// <param name="Documents">Terms of the documents.</param>
/// <param name="Flops">Expected products for one query and one document.</param>
/// <param name="QueryTerms">Number of terms of each query.</param>
/// <param name="DocumentTerms">Number of terms of each document.</param>
public sealed record SparsityResult(
    TermFigures Queries,
    TermFigures Documents,
    double Flops,
    [property: System.Text.Json.Serialization.JsonIgnore] IReadOnlyList<int> QueryTerms,
    [property: System.Text.Json.Serialization.JsonIgnore] IReadOnlyList<int> DocumentTerms);
