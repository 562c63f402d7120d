// Puts documents into an index of an OpenSearch cluster and searches them by vectors: dotnet run --project samples/OpenSearch -- http://localhost:9200 models/mini "질문"
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.OpenSearch.Queries;

const string Index = "kosparse-sample";

ClusterSettings settings = new() { Url = args.ElementAtOrDefault(0) };
using Cluster cluster = new(ClusterEndpoint.Of(settings.OrEnvironment(Environment.GetEnvironmentVariable))); // who asks stands in the environment
using OpenModel model = OpenModel.Open(args.ElementAtOrDefault(1) ?? "models/mini", OnnxNetwork.Open);
string question = args.ElementAtOrDefault(2) ?? "해녀는 무엇을 따나요?";
Document[] documents =
[
    new("1", "해녀", "제주의 해녀는 바다에 들어가 전복과 소라를 딴다."),
    new("2", "등대", "등대는 밤바다를 지나는 배에 길을 알려 준다."),
    new("3", "장독대", "할머니는 장독대에서 된장과 고추장을 익힌다."),
];

await IndexCreation.EnsureAsync(cluster, Index, IndexMapping.Of(model.Tokenizer, await ClusterFacts.ReadAsync(cluster), new IndexOptions()));
IndexDescription described = await IndexDescription.ReadAsync(cluster, Index);
OpenSearchIndexer indexer = new(cluster, Index);
IngestSummary summary = await indexer.RunAsync(IngestSource.Encoded(documents, 0, portion => model.Encoder.EncodeDocuments(portion), described.FormatFor(model)));
Console.WriteLine($"{await indexer.CountAsync()} documents, {summary.Failed} failed");

OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, Index, model, new SearchOptions { Explain = true });
foreach (ClusterHit hit in await searcher.FindAsync(question, count: 3))
{
    Console.WriteLine($"{hit.Score,6:F1}  {hit.Text}  ({string.Join(", ", hit.Terms.Select(term => $"{term.Term} {term.Share:F1}"))})");
}
