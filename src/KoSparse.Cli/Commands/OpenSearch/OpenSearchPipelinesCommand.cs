using System.CommandLine;
using System.Text.Json.Nodes;
using KoSparse.Cli.Arguments;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Pipelines;
using KoSparse.OpenSearch.Queries;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch pipelines</c>: how a cluster encodes itself.</summary>
internal static class OpenSearchPipelinesCommand
{
    public static Command Build() => new("pipelines", "Make pipelines of a cluster that encodes itself.") { Create() };

    private static Command Create()
    {
        ClusterOptions cluster = new();
        var kind = new Argument<string>("kind") { Description = "ingest (documents) or search (questions)." };
        kind.AcceptOnlyFromAmong("ingest", "search");
        var name = new Argument<string>("name") { Description = "Name of the pipeline; one of that name is replaced." };
        var model = new Option<string>("--model-id") { Description = "Id of the model that encodes, as 'models register' says.", Required = true };
        var field = new Option<string>("--field") { Description = "ingest: name of the vector's field.", DefaultValueFactory = _ => new IndexOptions().Field };
        var batch = new Option<int>("--batch") { Description = "ingest: texts that the model is given at once (from 2.15 on).", DefaultValueFactory = _ => 32 };
        var prune = new Option<double>("--prune-ratio") { Description = "ingest: leave out terms below this share of the largest weight (from 2.19 on); 0 keeps all." };
        Options.Require(prune, value => value is >= 0 and < 1, "--prune-ratio: must be from 0 to less than 1.");
        var twoPhase = new Option<bool>("--two-phase") { Description = "search: heavy terms first (from 2.15 on)." };
        var join = new Option<Joining?>("--join") { Description = "search: join the rankings of a hybrid query." };
        var command = new Command("create", "Make an ingest or a search pipeline.") { kind, name, model, field, batch, prune, twoPhase, join };
        cluster.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using Cluster connected = cluster.Connect(parsed);
            ClusterPipelines pipelines = new(connected);
            (string called, string id) = (parsed.GetValue(name)!, parsed.GetValue(model)!);
            if (parsed.GetValue(kind) == "ingest")
            {
                await pipelines.CreateIngestAsync(called, id, parsed.GetValue(field)!, parsed.GetValue(batch), parsed.GetValue(prune), stop);
            }
            else
            {
                JsonObject[] requests = parsed.GetValue(twoPhase) ? [SearchProcessors.TwoPhase()] : [];
                JsonObject[] results = parsed.GetValue(join) switch { null => [], Joining.Ranks => [SearchProcessors.Ranks()], _ => [SearchProcessors.Scores()] };
                await pipelines.CreateSearchAsync(called, id, requests, results, stop);
            }

            Console.WriteLine($"{called}: made. {(parsed.GetValue(kind) == "ingest" ? $"Ingest through it: --pipeline {called}" : $"Search through it: ?search_pipeline={called}, or index.search.default_pipeline")}");
        });
        return command;
    }
}
