using System.Globalization;
using KoSparse.Configuration;
using KoSparse.Encoding;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Runs;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.OpenSearch.Queries;

namespace KoSparse.Cli.Benchmarking;

/// <summary>An index of a cluster as methods of a benchmark: <c>opensearch:URL/INDEX</c>, asked by vectors, words or both.</summary>
internal sealed class ClusterMethods : IDisposable
{
    private const string Scheme = "opensearch:";
    private const string Prefix = "opensearch_";

    private readonly Cluster _cluster;
    private readonly string _index;

    private ClusterMethods(Cluster cluster, string index) => (_cluster, _index) = (cluster, index);

    /// <summary>The name of a method in reports.</summary>
    public static string NameOf(SearchedBy by) => Prefix + by.ToString().ToLowerInvariant();

    /// <summary>Reads <c>opensearch:URL/INDEX</c>; who asks stands in the environment, as the command is a part of the report.</summary>
    /// <exception cref="ConfigException">It is not of that form, or holds a password.</exception>
    public static ClusterMethods Open(string searcher)
    {
        string text = searcher.StartsWith(Scheme, StringComparison.Ordinal) ? searcher[Scheme.Length..] : "";
        int slash = text.TrimEnd('/').LastIndexOf('/');
        if (slash < 0 || !Uri.TryCreate(text[..slash], UriKind.Absolute, out Uri? address))
        {
            throw new ConfigException("--searcher: is not of the form opensearch:URL/INDEX, such as opensearch:http://localhost:9200/docs.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new ConfigException("--searcher: the report shows the command. Give user and password in KOSPARSE_OPENSEARCH_USER and KOSPARSE_OPENSEARCH_PASSWORD.");
        }

        ClusterSettings settings = new ClusterSettings { Url = text[..slash] }.OrEnvironment(Environment.GetEnvironmentVariable);
        return new(new Cluster(ClusterEndpoint.Of(settings), told: Console.Error.WriteLine), text[(slash + 1)..].TrimEnd('/'));
    }

    /// <summary>The methods.</summary>
    /// <param name="model">Encodes questions.</param>
    /// <param name="benchmark">Its documents are to be in the index.</param>
    /// <param name="by">What is asked by.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<IReadOnlyList<MeasuredMethod>> MakeAsync(OpenModel model, Benchmark benchmark, IEnumerable<SearchedBy> by, CancellationToken stop)
    {
        long count = await new OpenSearchIndexer(_cluster, _index).CountAsync(stop);
        if (count != benchmark.Documents.Count)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{_index} holds {count:N0} documents, the benchmark {benchmark.Documents.Count:N0}: the figures are those of another corpus. Ingest the benchmark's into an index of its own."));
        }

        long bytes = await IndexSize.ReadAsync(_cluster, _index, stop); // texts included: a cluster does not tell its parts
        List<MeasuredMethod> methods = [];
        foreach (SearchedBy one in by)
        {
            OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(_cluster, _index, model, new SearchOptions { By = one, WithDocuments = false }, stop: stop);
            methods.Add(new MeasuredMethod(NameOf(one), searcher) { IndexBytes = bytes });
        }

        return methods;
    }

    /// <inheritdoc/>
    public void Dispose() => _cluster.Dispose();
}
