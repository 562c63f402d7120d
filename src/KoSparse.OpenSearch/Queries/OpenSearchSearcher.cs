using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;

namespace KoSparse.OpenSearch.Queries;

/// <summary>Finds documents in an index of a cluster; safe to use from several threads.</summary>
public sealed class OpenSearchSearcher : ISearcher
{
    /// <summary>The largest number of hits that an index gives where nobody raised it (<c>index.max_result_window</c>).</summary>
    private const int MostHits = 10_000;

    private readonly Cluster _cluster;
    private readonly string _index;
    private readonly ClusterFacts _facts;
    private readonly IndexDescription _described;
    private readonly OpenModel? _model;
    private readonly SearchOptions _options;

    private OpenSearchSearcher(Cluster cluster, string index, ClusterFacts facts, IndexDescription described, OpenModel? model, SearchOptions options) =>
        (_cluster, _index, _facts, _described, _model, _options) = (cluster, index, facts, described, model, options);

    /// <summary>Asks the cluster what it can do and the index what it holds.</summary>
    /// <param name="cluster">The cluster; owned by the caller.</param>
    /// <param name="index">The index, or an alias.</param>
    /// <param name="model">Encodes questions here; null where the cluster does (<see cref="SearchOptions.ModelId"/>, or a field's own, <see cref="IndexDescription.Semantic"/>), or words alone are compared. Owned by the caller.</param>
    /// <param name="options">How the cluster is asked.</param>
    /// <param name="field">The vector's field, where the index was made by others.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OpenSearchException">There is no such index, the cluster cannot do what is asked, or the index is of another model.</exception>
    public static async Task<OpenSearchSearcher> OpenAsync(
        Cluster cluster, string index, OpenModel? model, SearchOptions? options = null, string? field = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        SearchOptions asked = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(asked.Count, 1, nameof(options));
        IndexDescription described = await IndexDescription.ReadAsync(cluster, index, field, stop);
        if (model is null && described.Semantic is { } own)
        {
            asked = asked with { ModelId = asked.ModelId ?? own.Questions ?? own.Documents };
        }

        if (asked.By != SearchedBy.Text && asked.ModelId is null)
        {
            described.ThrowIfOther(model ?? throw new OpenSearchException($"{index}: the question needs a vector. Give a model that encodes it here (--model), or the id of one in the cluster (--model-id)."));
        }

        ClusterFacts facts = await ClusterFacts.ReadAsync(cluster, stop);
        foreach (ClusterFeature feature in Needed(asked, described))
        {
            if (!facts.Has(feature))
            {
                throw new OpenSearchException($"{feature.Name} needs OpenSearch {feature.Since}{(feature.Plugin is { } plugin ? $" with {plugin}" : "")}, and is not in this cluster ({facts.Version}): {feature.Otherwise}.");
            }
        }

        if (asked.TwoPhase && described.Kind == VectorFieldKind.SparseVector)
        {
            throw new OpenSearchException($"{index}: holds its vectors as sparse_vector, which the two-phase processor does not take. Ask without two phases: it is approximate already.");
        }

        return new(cluster, index, facts, described, model, asked);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Hit> Search(string query, int count) =>
        [.. FindAsync(query, Math.Min(count, MostHits)).GetAwaiter().GetResult().Select(hit => new Hit(hit.Id, (float)hit.Score))];

    /// <summary>The best documents for a question, best first.</summary>
    /// <param name="question">The question as asked.</param>
    /// <param name="count">Largest number of hits; as the options say when null.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OpenSearchException">The cluster refused, or did not answer.</exception>
    public async Task<IReadOnlyList<ClusterHit>> FindAsync(string question, int? count = null, CancellationToken stop = default)
    {
        QuestionTokens? tokens = Tokens(question);
        JsonElement answer = await _cluster.SendAsync(Request(question, tokens, count), stop);
        if (answer.NumberAt("_shards", "failed") is > 0 and var failed)
        {
            throw new OpenSearchException($"{_index}: {failed} shards did not answer: a part of the documents was not searched. Look at the cluster's health, and try again.");
        }

        return [.. answer.ItemsAt("hits", "hits").Select(hit => HitOf(hit, tokens)).OrderByDescending(hit => hit.Score)];
    }

    /// <summary>The request of a question, to be looked at.</summary>
    public ClusterRequest Request(string question) => Request(question, Tokens(question), null);

    /// <summary>What weights of a question were multiplied by, as Lucene takes none above 64; 1 where none is. Scores are given as if they had not been.</summary>
    public float ScaleOf(string question) => Tokens(question)?.Scale ?? 1;

    private static IEnumerable<ClusterFeature> Needed(SearchOptions options, IndexDescription described)
    {
        if (options.By == SearchedBy.Hybrid)
        {
            yield return options.Joining == Joining.Ranks ? ClusterFeature.ReciprocalRanks : ClusterFeature.Hybrid;
        }

        if (options.TwoPhase)
        {
            yield return ClusterFeature.TwoPhase;
        }

        if (options.ModelId is not null)
        {
            yield return ClusterFeature.Models;
        }

        if (options.Explain && options.By == SearchedBy.Hybrid)
        {
            yield return ClusterFeature.HybridExplanation;
        }

        if (options.Explain && options.By != SearchedBy.Text && described.Kind == VectorFieldKind.SparseVector)
        {
            yield return ClusterFeature.SparseVectorExplanation;
        }
    }

    private QuestionTokens? Tokens(string question) => _model is null || _options.By == SearchedBy.Text || _options.ModelId is not null
        ? null
        : QuestionTokens.Of(_model.Encoder.EncodeQueries([question])[0], _model.Tokenizer, _described.HasIds);

    private ClusterRequest Request(string question, QuestionTokens? tokens, int? count) => ClusterRequest.Post(
        $"{ClusterRequest.Escaped(_index)}/_search",
        new SearchBody(_facts, _described, count is { } most ? _options with { Count = most } : _options).Of(question, tokens));

    private ClusterHit HitOf(JsonElement hit, QuestionTokens? tokens)
    {
        double score = ScoreOf(hit, tokens);
        return new ClusterHit(hit.TextAt("_id") ?? "", score, hit.TextAt("_source", "title") ?? "", hit.TextAt("_source", "text") ?? "")
        {
            Passages = [.. hit.MembersAt("highlight").SelectMany(field => field.Value.EnumerateArray()).Select(passage => passage.ToString())],
            Terms = [.. ScoreExplanation.Terms(hit.At("_explanation"), score).Select(term => term with { Term = Named(term.Term) })],
        };
    }

    /// <remarks>Asked to explain scores that were joined by scores, 2.19.1 gives other ones; the parts that it names are right, and their mean is the score.</remarks>
    private double ScoreOf(JsonElement hit, QuestionTokens? tokens) => _options switch
    {
        { By: SearchedBy.Sparse } => (hit.NumberAt("_score") ?? 0) / (tokens?.Scale ?? 1),
        { By: SearchedBy.Hybrid, Joining: Joining.Scores, Explain: true } => hit.ItemsAt("_explanation", "details").Sum(part => part.NumberAt("value") ?? 0) / SearchBody.JoinedQueries,
        _ => hit.NumberAt("_score") ?? 0,
    };

    /// <summary>Where the index calls terms by ids, and the vocabulary is here, the token.</summary>
    private string Named(string term) =>
        _described.HasIds && _model is not null && int.TryParse(term, System.Globalization.CultureInfo.InvariantCulture, out int id) && id < _model.Tokenizer.Vocabulary.Count ? _model.Tokenizer.Vocabulary[id] : term;
}
