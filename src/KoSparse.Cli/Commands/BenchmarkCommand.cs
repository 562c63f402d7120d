using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Benchmarking;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.OpenSearch.Queries;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse benchmark NAME</c>: retrieval methods side by side.</summary>
internal static class BenchmarkCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("benchmark") { Description = "Folder in BEIR or MTEB layout, or a name, such as ko-strategyqa or miracl-ko-10k." };
        Option<string> model = Options.Model();
        Option<string[]> encode = Options.Encode();
        Option<string> output = Options.Output("Folder for metrics.json, report.md, plots, runs (*.trec) and the vectors that are kept.");
        var split = new Option<string?>("--split") { Description = "Which judgements. By default test, else dev, else validation, else the first." };
        Option<string?> methods = Methods();
        var baseline = new Option<string>("--baseline")
        {
            Description = "What the methods are compared with: one of them, or the folder of another model or run, or another engine's rankings (a TREC run, *.trec, whose times are those of a look-up); these are the method 'baseline' then.",
            DefaultValueFactory = _ => RetrievalMethod.Bm25,
        };
        var dense = new Option<string?>("--dense") { Description = "Folder or name of a dense encoder (read as its folder says), for the method 'dense'." };
        var unseen = new Option<string?>("--unseen-by")
        {
            Description = "Triplets that the model was trained on, such as 'data/v24.0/train_*.jsonl': questions none of whose answers is a positive there get figures of their own.",
        };
        var hybrid = new Option<bool>("--include-hybrid") { Description = "Join BM25 and the model by ranks and by scores, and the dense encoder and the model." };
        var sample = new Option<int>("--sample-size") { Description = "Ask only so many questions, the first ones; all documents stay. 0 asks all." };
        var skip = new Option<bool>("--skip-setup") { Description = "Use the vectors that an earlier run kept, also an interrupted one, where model and documents are the same." };
        var cleanup = new Option<bool>("--cleanup") { Description = "Remove the kept vectors at the end." };
        var searcher = new Option<string?>("--searcher") { Description = "An index of an OpenSearch cluster that holds the benchmark's documents, too: opensearch:URL/INDEX." };
        var by = new Option<string?>("--by") { Description = "What that index is asked by: of sparse, text and hybrid, separated by commas. By default all three." };
        var command = new Command("benchmark", "Measure retrieval on a benchmark, beside BM25.")
        {
            name, model, baseline, dense, output, split, methods, unseen, hybrid, sample, skip, cleanup, searcher, by, encode,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(by) is { } asked && (result.GetValue(searcher) is null || Names(asked).Any(name => !Enum.TryParse<SearchedBy>(name, ignoreCase: true, out _))))
            {
                result.AddError("--by: is of sparse, text and hybrid, and says what the index of --searcher is asked by.");
            }
        });
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            Benchmark benchmark = BenchmarkFolder.Open(BenchmarkLocator.Find(parsed.GetValue(name)!, Options.DataFolder())).Read(parsed.GetValue(split));
            Benchmark asked = benchmark.Sample(parsed.GetValue(sample));
            string against = parsed.GetValue(baseline)!;
            SearchedBy[] kinds = parsed.GetValue(searcher) is null ? [] : parsed.GetValue(by) is { } asks ? [.. Names(asks).Select(name => Enum.Parse<SearchedBy>(name, ignoreCase: true))] : Enum.GetValues<SearchedBy>();
            bool isMethod = RetrievalMethod.Selectable.Concat(RetrievalMethod.Hybrids).Concat(kinds.Select(ClusterMethods.NameOf)).Contains(against);
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!, parsed.GetValue(encode));
            bool isRun = against.EndsWith(".trec", StringComparison.OrdinalIgnoreCase);
            using ClusterMethods? elsewhere = parsed.GetValue(searcher) is { } named ? ClusterMethods.Open(named) : null;
            using OpenModel? compared = isMethod || isRun ? null : TrainedModel.Open(against);
            BenchmarkOptions options = new(parsed.GetValue(output)!, Options.CommandLine(parsed))
            {
                Methods = parsed.GetValue(methods) is { } given ? Names(given) : null,
                Baseline = isMethod ? against : RetrievalMethod.Baseline,
                Unseen = parsed.GetValue(unseen) is { } triplets ? UnseenQueries.Of(asked, TripletReader.Read(triplets)) : null,
                IncludeHybrid = parsed.GetValue(hybrid),
                Others = elsewhere is null ? [] : await elsewhere.MakeAsync(opened, asked, kinds, stop),
                SkipSetup = parsed.GetValue(skip),
                Cleanup = parsed.GetValue(cleanup),
            };
            BenchmarkModels models = new(opened, compared, parsed.GetValue(dense)) { BaselineRun = isRun ? against : null };
            BenchmarkRun.Run(asked, models, options, stop);
            Console.WriteLine($"Report: {Path.Combine(options.Output, "report.md")}");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Option<string?> Methods()
    {
        var methods = new Option<string?>("--methods")
        {
            Description = "Of bm25 (words), bm25_tokens (the model's tokens), sparse (the model), sparse_idf or sparse_model (with the other kind of questions), " +
                "dense; separated by commas. By default all that the models can do, sparse_model only where the model was taught with such questions.",
        };
        methods.Validators.Add(result =>
        {
            foreach (string unknown in Names(result.GetValueOrDefault<string?>() ?? "").Except(RetrievalMethod.Selectable))
            {
                result.AddError($"--methods: '{unknown}' is none of {string.Join(", ", RetrievalMethod.Selectable)}.");
            }
        });
        return methods;
    }

    private static string[] Names(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
