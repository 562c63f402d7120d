using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Cli.Writing;
using KoSparse.Encoding;
using KoSparse.Onnx.Weights;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Ingest;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch ingest INDEX documents.jsonl</c>: documents into an index, encoded here or there.</summary>
internal static class OpenSearchIngestCommand
{
    public static Command Build()
    {
        ClusterOptions cluster = new();
        var index = new Argument<string>("index") { Description = "Name of the index, or of an alias." };
        var input = new Argument<string>("documents") { Description = "Documents, .jsonl or .jsonl.gz, with _id, title, text and any further fields; a glob." };
        Option<string> model = Options.Model();
        Option<string[]> encode = Options.Encode();
        var encoded = new Option<bool>("--encoded") { Description = "The documents are lines that 'encode --format opensearch' wrote: their vectors are checked, and sent as they are." };
        var pipeline = new Option<string?>("--pipeline") { Description = "Send texts alone, through this ingest pipeline: the cluster encodes." };
        var reindex = new Option<bool>("--reindex") { Description = "Build a new index INDEX-TIME, then let the name INDEX stand for it, in one step: searches see the old one or the new one." };
        var megabytes = new Option<int>("--bulk-mb") { Description = "Megabytes of one request.", DefaultValueFactory = _ => 5 };
        Options.Require(megabytes, value => value is >= 1 and <= 90, "--bulk-mb: must be from 1 to 90.");
        var inFlight = new Option<int>("--in-flight") { Description = "Requests that wait for an answer at once.", DefaultValueFactory = _ => new IngestOptions().InFlight };
        Options.Require(inFlight, value => value is >= 1 and <= 64, "--in-flight: must be from 1 to 64.");
        var state = new Option<string?>("--state") { Description = "File that says how far it is. By default beside the documents: DOCUMENTS.INDEX.ingest.json." };
        Option<NetworkKind> network = NetworkOptions.Kind();
        Option<WeightPrecision> precision = NetworkOptions.Precision();
        Option<int> threads = NetworkOptions.Threads();
        var command = new Command("ingest", "Send documents to an index; one that was stopped or killed goes on where it was.")
        {
            index, input, model, encoded, pipeline, reindex, megabytes, inFlight, state, network, precision, threads, encode,
        };
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(encoded) && result.GetValue(pipeline) is not null)
            {
                result.AddError("ingest: --encoded has vectors, and --pipeline makes them. Give one of them.");
            }
        });
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            using OpenModel opened = TrainedModel.Open(
                parsed.GetValue(model)!, parsed.GetValue(encode), NetworkOptions.Open(parsed.GetValue(network), parsed.GetValue(precision), parsed.GetValue(threads)));
            using (Cluster first = cluster.Connect(parsed))
            {
                await first.SendAsync(ClusterRequest.Get(""), stop); // who names a cluster that is not there learns it at once
            }

            using Cluster connected = cluster.Connect(parsed, ClusterPatience.Lasting);
            var options = new IngestOptions
            {
                BulkBytes = parsed.GetValue(megabytes) * 1_000_000,
                InFlight = parsed.GetValue(inFlight),
                Pipeline = parsed.GetValue(pipeline),
            };
            IngestWork work = new(connected, opened, parsed.GetValue(input)!, options)
            {
                IsEncoded = parsed.GetValue(encoded),
                Settings = $"{parsed.GetValue(network)} {parsed.GetValue(precision)}",
                StatePath = parsed.GetValue(state),
            };
            int code = await work.RunAsync(parsed.GetValue(index)!, parsed.GetValue(reindex), stop);
            CutTextsLine.Write(opened);
            return code;
        }));
        return command;
    }
}
