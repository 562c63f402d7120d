using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Encoding;
using KoSparse.Onnx.Weights;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Queries;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch search INDEX QUESTION</c>: answers a question from an index of a cluster.</summary>
internal static class OpenSearchSearchCommand
{
    public static Command Build()
    {
        ClusterOptions cluster = new();
        var index = new Argument<string>("index") { Description = "Name of the index, or of an alias." };
        var question = new Argument<string>("question") { Description = "The question, in quotes." };
        var model = new Option<string?>("--model") { Description = "Folder of the model that encodes the question here. Words (--by text) need none, nor does an index that encodes by itself." };
        var modelId = new Option<string?>("--model-id") { Description = "Id of a model in the cluster, which encodes the question there, instead." };
        var by = new Option<SearchedBy>("--by") { Description = "What to compare with: the vectors, the text (BM25), or both." };
        var join = new Option<Joining>("--join") { Description = "How both are joined: by scores, each stretched from 0 to 1, or by reciprocal ranks (from 2.19 on)." };
        var count = new Option<int>("--count", "-k") { Description = "Largest number of results.", DefaultValueFactory = _ => 10 };
        Options.Require(count, value => value is >= 1 and <= 10_000, "-k: must be from 1 to 10000.");
        var filter = new Option<string[]>("--filter") { Description = "Only documents whose field has this value: 'field=value'. Given again, both must hold." };
        var twoPhase = new Option<bool>("--two-phase") { Description = "Ask for heavy terms first, and for the others among what these find: faster, not quite exact." };
        var highlight = new Option<bool>("--highlight") { Description = "Show passages with the question's words." };
        var explain = new Option<bool>("--explain") { Description = "Show the terms that make each score." };
        var curl = new Option<bool>("--print-curl") { Description = "Print the request as a command of curl, without who asks, and stop." };
        var field = new Option<string?>("--field") { Description = "Name of the vector's field, where another program made the index." };
        Option<string[]> encode = Options.Encode();
        var command = new Command("search", "Search an index of a cluster by vectors, words or both.")
        {
            index, question, model, modelId, by, join, count, filter, twoPhase, highlight, explain, curl, field, encode,
        };
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            SearchedBy asked = result.GetValue(by);
            bool here = result.GetValue(model) is not null;
            bool there = result.GetValue(modelId) is not null;
            string? fault = here && there ? "search: the question is encoded here (--model) or there (--model-id). Give one of them."
                : result.GetResult(join) is { Implicit: false } && asked != SearchedBy.Hybrid ? "--join: says how two are joined: give --by hybrid."
                : result.GetValue(twoPhase) && asked == SearchedBy.Text ? "--two-phase: is of vectors, and has no effect on words."
                : null;
            if (fault is not null)
            {
                result.AddError(fault);
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            SearchOptions options = new()
            {
                By = parsed.GetValue(by),
                Joining = parsed.GetValue(join),
                Count = parsed.GetValue(count),
                Filters = [.. (parsed.GetValue(filter) ?? []).Select(FieldFilter.Parse)],
                TwoPhase = parsed.GetValue(twoPhase),
                Highlight = parsed.GetValue(highlight),
                Explain = parsed.GetValue(explain),
                ModelId = parsed.GetValue(modelId),
            };
            using OpenModel? opened = options.By != SearchedBy.Text && parsed.GetValue(model) is { } folder
                ? TrainedModel.Open(folder, parsed.GetValue(encode), NetworkOptions.Open(NetworkKind.Onnx, WeightPrecision.Fp32, 0))
                : null;
            using Cluster connected = cluster.Connect(parsed);
            OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(connected, parsed.GetValue(index)!, opened, options, parsed.GetValue(field), stop);
            string asked = parsed.GetValue(question)!;
            if (searcher.ScaleOf(asked) is < 1 and var scale)
            {
                Console.Error.WriteLine(FormattableString.Invariant($"The question has weights above 64, which Lucene does not take: all were sent times {scale:G3}. Scores are shown as if they had not been."));
            }

            if (parsed.GetValue(curl))
            {
                Console.WriteLine(searcher.Request(asked).ToCurl(connected.Address));
                return;
            }

            IReadOnlyList<ClusterHit> hits = await searcher.FindAsync(asked, stop: stop);
            Console.Write(hits.Count > 0 ? ClusterHitList.Format(hits, terminal: !Console.IsOutputRedirected) : "Nothing was found.\n");
        });
        return command;
    }
}
