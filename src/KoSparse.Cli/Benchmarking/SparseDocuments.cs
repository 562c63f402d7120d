using KoSparse.Encoding;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Cli.Benchmarking;

/// <summary>The documents of a benchmark as a model encoded them.</summary>
/// <param name="Model">The model.</param>
/// <param name="Vectors">Their vectors, in the order of the benchmark.</param>
/// <param name="Index">The index of them.</param>
internal sealed record SparseDocuments(OpenModel Model, IReadOnlyList<SparseVector> Vectors, SearchIndex Index)
{
    /// <summary>A token for people.</summary>
    public string Word(int token) => Model.Tokenizer.Vocabulary[token].Replace(Model.Tokenizer.Marker, "", StringComparison.Ordinal);
}
