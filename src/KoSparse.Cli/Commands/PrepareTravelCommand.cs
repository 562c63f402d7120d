using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Preparation.Travel;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare travel-texts</c> and <c>travel-triplets</c>: the travel domain of V27.</summary>
internal static class PrepareTravelCommand
{
    public static Command BuildTexts()
    {
        var paragraphs = new Option<string?>("--wikipedia")
        {
            Description = "Paragraphs of Wikipedia as .jsonl(.gz), ids PAGE#PARAGRAPH; a glob. By default kowiki/ of the data folder, where there is one.",
        };
        var dump = new Option<string?>("--wikipedia-dump") { Description = "A dump of Korean Wikipedia: pages-articles.xml or .xml.bz2." };
        var namu = new Option<string?>("--namuwiki") { Description = "A dump of NamuWiki: a JSON array of objects with namespace, title and text." };
        var seed = new Option<int>("--seed") { Description = "Chooses the wordings of our own texts.", DefaultValueFactory = _ => 42 };
        Option<string> output = Options.Output("Folder for travel.jsonl.");
        var command = new Command("travel-texts", "Collect paragraphs about places in Korea, with kind of place and region.") { paragraphs, dump, namu, seed, output };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            List<ITravelSource> sources = [new TravelGazetteer(parsed.GetValue(seed))];
            if ((parsed.GetValue(paragraphs) ?? Kowiki()) is { } pattern)
            {
                sources.Add(new WikipediaParagraphs(pattern));
            }

            if (parsed.GetValue(dump) is { } wikipedia)
            {
                sources.Add(new WikipediaDump(wikipedia));
            }

            if (parsed.GetValue(namu) is { } namuWiki)
            {
                sources.Add(new NamuWikiDump(namuWiki));
            }

            string folder = parsed.GetValue(output)!;
            IReadOnlyList<TravelDocument> found = TravelTexts.Write(sources, folder, new PreparationDisplay(), stop);
            Console.WriteLine();
            Console.WriteLine($"{found.Count:N0} paragraphs about {found.Count(d => d.IsFirst):N0} places in {Path.Combine(folder, TravelTexts.FileName)}.");
            Console.WriteLine($"  sources: {Counts(found.CountBy(d => d.Source))}");
            Console.WriteLine($"  kinds: {Counts(found.CountBy(d => d.Kind))}");
            Console.WriteLine($"  provinces: {Counts(found.CountBy(d => d.Region.Province))}");
            return ExitCodes.Done;
        }));
        return command;
    }

    public static Command BuildTriplets()
    {
        var negatives = new Option<int>("--negatives") { Description = "Negatives per triplet: the same kind of place in other provinces.", DefaultValueFactory = _ => 5 };
        var seed = new Option<int>("--seed") { Description = "Decides which questions are drawn.", DefaultValueFactory = _ => 42 };
        Option<string> output = Options.Output("Folder of travel.jsonl; gets train_travel.jsonl and travel/ (held-out questions).");
        var command = new Command("travel-triplets", "Make triplets of collected travel texts, and a benchmark of places held out.") { negatives, seed, output };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            var options = new TravelTripletOptions
            {
                Folder = parsed.GetValue(output)!,
                BenchmarkQueries = PrepareTripletsCommand.BenchmarkQueries(Options.DataFolder()),
                Negatives = parsed.GetValue(negatives),
                Seed = parsed.GetValue(seed),
            };
            TravelStatistics made = new TravelTriplets(options, new PreparationDisplay()).Run(stop);
            Console.WriteLine();
            Console.WriteLine(
                $"{made.Triplets:N0} distinct triplets, {made.Queries:N0} different questions, {made.Negatives:N0} negatives in {Path.Combine(options.Folder, "train_travel.jsonl")}.");
            Console.WriteLine($"  sources: {Counts(made.BySource)}");
            Console.WriteLine($"  kinds: {Counts(made.ByKind)}");
            Console.WriteLine($"  provinces: {Counts(made.ByProvince)}");
            Console.WriteLine($"Held out to measure: {Path.Combine(options.Folder, "travel")}");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static string? Kowiki() =>
        Options.DataFolder() is { } data && Directory.Exists(Path.Combine(data, "kowiki")) ? Path.Combine(data, "kowiki", "passages-*.jsonl*") : null;

    private static string Counts(IEnumerable<KeyValuePair<string, int>> counts) =>
        string.Join(", ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value:N0}"));
}
