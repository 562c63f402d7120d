using KoSparse.Configuration;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Vectors;

namespace KoSparse.Cli.Benchmarking;

/// <summary>The models of a benchmark.</summary>
/// <param name="Model">The encoder to judge; its tokens are those of <c>bm25_tokens</c>.</param>
/// <param name="Baseline">An encoder to compare it with, the method <c>baseline</c>.</param>
/// <param name="Dense">Folder or name of a dense encoder.</param>
internal sealed record BenchmarkModels(OpenModel Model, OpenModel? Baseline = null, string? Dense = null)
{
    /// <summary>Another engine's rankings to compare it with, the method <c>baseline</c>: a TREC run.</summary>
    public string? BaselineRun { get; init; }

    private bool HasBaseline => Baseline is not null || BaselineRun is not null;

    private string OtherQueries => Model.OtherQueries == QueryEncoding.Idf ? RetrievalMethod.SparseIdf : RetrievalMethod.SparseModel;

    /// <summary>The model of a sparse method.</summary>
    public OpenModel Of(string method) => method == RetrievalMethod.Baseline ? Baseline! : Model;

    /// <summary>The encoder of a sparse method.</summary>
    public ISparseEncoder Encoder(string method) => method == OtherQueries ? Model.WithOtherQueries() : Of(method).Encoder;

    /// <summary>The methods to run, in the order of reports.</summary>
    /// <exception cref="ConfigException">One that was asked for is not to be had with these models.</exception>
    public IReadOnlyList<string> Choose(BenchmarkOptions options)
    {
        HashSet<string> able = [.. RetrievalMethod.All.Where(method => ReasonAgainst(method) is null)];
        HashSet<string> chosen = [.. options.Methods ?? RetrievalMethod.Selectable.Where(method => able.Contains(method) && !IsOfAnotherModel(method)), .. RetrievalMethod.All.Where(method => method == options.Baseline)];
        if (HasBaseline)
        {
            chosen.Add(RetrievalMethod.Baseline);
        }

        if (options.IncludeHybrid)
        {
            chosen.UnionWith(RetrievalMethod.Hybrids.Where(able.Contains));
        }

        return chosen.FirstOrDefault(method => !able.Contains(method)) is { } unable
            ? throw new ConfigException($"{unable}: {ReasonAgainst(unable)}")
            : [.. RetrievalMethod.All.Where(chosen.Contains)];
    }

    /// <summary>Questions that the model would encode itself, where it was taught with IDF questions: its documents are not made for them, which looks like a failure of the model.</summary>
    private bool IsOfAnotherModel(string method) => method == RetrievalMethod.SparseModel && Model.OtherQueries == QueryEncoding.Model;

    private string? ReasonAgainst(string method) => method switch
    {
        RetrievalMethod.Dense or RetrievalMethod.HybridDense when Dense is null => "no dense encoder is given. Name its folder with --dense.",
        RetrievalMethod.Baseline when !HasBaseline => "no other model is given. Name its folder with --baseline.",
        RetrievalMethod.SparseIdf or RetrievalMethod.SparseModel when method != OtherQueries => "'sparse' is that: the model's config encodes questions so.",
        RetrievalMethod.SparseIdf when Model.Idf is null => $"{Model.Folder} has no IDF weights. Train it with data.idf, or leave the method out.",
        _ => null,
    };
}
