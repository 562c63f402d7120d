using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Cli.Arguments;
using KoSparse.Encoding;
using KoSparse.Onnx.Weights;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.Text;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch create INDEX</c>: an index for a model's vectors.</summary>
internal static class OpenSearchCreateCommand
{
    private const string Semantic = "semantic";

    private static readonly JsonSerializerOptions Shown = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Build()
    {
        ClusterOptions cluster = new();
        var index = new Argument<string>("index") { Description = "Name of the index." };
        Option<string> model = Options.Model();
        var vectors = new Option<string>("--vectors") { Description = "How vectors are held: rank_features (exact), sparse_vector (SEISMIC, from 3.3 on), or semantic (the cluster encodes by --model-id, from 3.1 on).", DefaultValueFactory = _ => "rank_features" };
        vectors.AcceptOnlyFromAmong("rank_features", "sparse_vector", Semantic);
        var documents = new Option<string?>("--model-id") { Description = "Of semantic: id of the model in the cluster that encodes documents." };
        var questions = new Option<string?>("--question-model-id") { Description = "Of semantic: id of the one that encodes questions. By default the same." };
        var field = new Option<string>("--field") { Description = "Name of the vector's field.", DefaultValueFactory = _ => new IndexOptions().Field };
        var shards = new Option<int?>("--shards") { Description = "Number of primary shards. By default as many as the cluster takes." };
        var replicas = new Option<int?>("--replicas") { Description = "Copies of each shard. By default as many as the cluster takes." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be sent, and stop." };
        var command = new Command("create", "Make an index for a model's vectors, its title and its text; one that is there is compared, and left as it is.")
        {
            index, model, vectors, documents, questions, field, shards, replicas, dryRun,
        };
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            bool semantic = result.GetValue(vectors) == Semantic;
            string? fault = semantic && result.GetValue(documents) is null ? "--vectors semantic: the cluster encodes. Say by which of its models: --model-id ('models register' prints it)."
                : !semantic && (result.GetValue(documents) ?? result.GetValue(questions)) is not null ? "--model-id, --question-model-id: are of --vectors semantic; otherwise vectors are sent, or a pipeline makes them."
                : semantic && result.GetResult(field) is { Implicit: false } ? "--field: the cluster names the vectors of a semantic field itself."
                : null;
            if (fault is not null)
            {
                result.AddError(fault);
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!, network: NetworkOptions.Open(NetworkKind.Onnx, WeightPrecision.Fp32, 0));
            using Cluster connected = cluster.Connect(parsed);
            IndexOptions options = new()
            {
                Kind = parsed.GetValue(vectors) == "sparse_vector" ? VectorFieldKind.SparseVector : VectorFieldKind.RankFeatures,
                Semantic = parsed.GetValue(documents) is { } encoder ? new(encoder, parsed.GetValue(questions)) : null,
                Field = parsed.GetValue(field)!,
                Shards = parsed.GetValue(shards),
                Replicas = parsed.GetValue(replicas),
            };
            ClusterFacts facts = await ClusterFacts.ReadAsync(connected, stop);
            if (options.Kind == VectorFieldKind.SparseVector && facts.Has(ClusterFeature.SparseVector))
            {
                options = options with { Ceilings = VectorCeilings.Of(opened) };
            }

            JsonObject mapping = IndexMapping.Of(opened.Tokenizer, facts, options);
            string name = parsed.GetValue(index)!;
            if (!facts.Has(ClusterFeature.KoreanAnalyzer))
            {
                Console.Error.WriteLine("Nori is not installed: BM25 goes by pairs of syllables (cjk).");
            }

            return parsed.GetValue(dryRun) ? Print(name, mapping) : Tell(name, await IndexCreation.EnsureAsync(connected, name, mapping, stop));
        });
        return command;
    }

    private static int Print(string name, JsonObject mapping)
    {
        Console.WriteLine($"PUT /{ForeignText.Shown(name)}");
        Console.WriteLine(mapping.ToJsonString(Shown));
        return ExitCodes.Done;
    }

    private static int Tell(string name, IReadOnlyList<IndexDifference>? differences)
    {
        Console.WriteLine(differences switch
        {
            null => $"{name}: made.",
            [] => $"{name}: is there, as the model needs it. Nothing was changed.",
            _ => $"{name}: is there, otherwise than the model needs it. Nothing was changed; 'ingest --reindex' builds a new one.",
        });
        foreach (IndexDifference difference in differences ?? [])
        {
            Console.WriteLine(ForeignText.Shown($"  {difference}"));
        }

        return differences is { Count: > 0 } ? ExitCodes.Fault : ExitCodes.Done;
    }
}
