using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Search.Indexing;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse index</c>: encodes documents and saves an index of them; its verbs change and check one.</summary>
internal static class IndexCommand
{
    public static Command Build()
    {
        var output = new Option<string>("--output", "-o") { Description = "Folder of the index; one that holds an index is replaced.", Required = true };
        Command command = Encoding("index", "Encode documents and save an index that 'search' reads.", output, replace: true);
        command.Subcommands.Add(Encoding(
            "add", "Encode documents and add them to an index; one with the same _id is replaced.", Folder(), replace: false));
        command.Subcommands.Add(Delete());
        command.Subcommands.Add(Merge());
        command.Subcommands.Add(Check());
        return command;
    }

    private static Option<string> Folder() => new("--index") { Description = "Folder of the index.", Required = true };

    private static Command Encoding(string name, string description, Option<string> folder, bool replace)
    {
        Option<string> model = Options.Model();
        Option<string[]> encode = Options.Encode();
        var input = new Option<string>("--input")
        {
            Description = "Documents, .jsonl or .jsonl.gz, with _id, title, text and any further fields; a glob.",
            Required = true,
        };
        var limit = new Option<int>("--limit") { Description = "Index only so many documents, the first ones. 0 indexes all." };
        var memory = new Option<int>("--memory")
        {
            Description = "Megabytes of memory that indexing may take beside the model, however many documents there are.",
            DefaultValueFactory = _ => IndexWriter.DefaultMemory,
        };
        Options.Require(memory, value => value >= IndexWriter.LeastMemory, $"--memory: must be at least {IndexWriter.LeastMemory}.");
        var bits = new Option<int?>("--weight-bits")
        {
            Description = "Bits of a weight, 8 or 16. With 16 the index ranks as the weights themselves do, and takes a third more room. An index that is added to keeps its own.",
        };
        bits.AcceptOnlyFromAmong("8", "16");
        var command = new Command(name, description) { model, input, folder, limit, memory, bits, encode };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            IEnumerable<Document> documents = DocumentReader.Read(parsed.GetValue(input)!);
            int most = parsed.GetValue(limit);
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!, parsed.GetValue(encode));
            opened.ReadWeights(); // what is wrong with them is said before the index is touched
            string path = parsed.GetValue(folder)!;
            IndexBuildSummary built;
            using (var line = new IndexingLine())
            {
                built = IndexBuild.Run(
                    path,
                    most > 0 ? documents.Take(most) : documents,
                    opened.Encoder,
                    opened.Tokenizer.Hash,
                    replace,
                    parsed.GetValue(memory),
                    parsed.GetValue(bits),
                    line,
                    stop);
            }

            Console.WriteLine(Describe(built, path));
            CutTextsLine.Write(opened);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static string Describe(IndexBuildSummary built, string folder)
    {
        double seconds = built.Elapsed.TotalSeconds;
        string again = built.Replaced > 0 ? $", {built.Replaced:N0} of them in place of others with the same id" : "";
        return $"{built.Documents:N0} documents in {folder}{again}, {seconds:F1} s ({built.Documents / seconds:F0} a second).";
    }

    private static Command Delete()
    {
        Option<string> folder = Folder();
        var ids = new Argument<string[]>("ids") { Description = "Ids of documents.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("delete", "Delete documents from an index.") { ids, folder };
        command.SetAction(parsed =>
        {
            using var writer = IndexWriter.Open(parsed.GetValue(folder)!);
            string[] missing = [.. parsed.GetValue(ids)!.Where(id => !writer.Delete(id))];
            writer.Commit();
            Console.WriteLine($"{parsed.GetValue(ids)!.Length - missing.Length:N0} documents deleted, {writer.DocumentCount:N0} left.");
            if (missing.Length > 0)
            {
                Console.Error.WriteLine($"Not in the index: {string.Join(", ", missing)}");
            }

            return missing.Length > 0 ? ExitCodes.Fault : ExitCodes.Done;
        });
        return command;
    }

    private static Command Merge()
    {
        Option<string> folder = Folder();
        var command = new Command("merge", "Write an index as one segment, or as few as hold a million documents each, without what was deleted.") { folder };
        command.SetAction(parsed =>
        {
            using var writer = IndexWriter.Open(parsed.GetValue(folder)!);
            writer.MergeAll();
            Console.WriteLine($"{writer.DocumentCount:N0} documents in {(writer.SegmentCount == 1 ? "one segment" : $"{writer.SegmentCount:N0} segments")}.");
        });
        return command;
    }

    private static Command Check()
    {
        Option<string> folder = Folder();
        var command = new Command("check", "Read every byte of an index and name the files that are damaged.") { folder };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            string path = parsed.GetValue(folder)!;
            IReadOnlyList<string> faults = IndexCheck.Run(path, stop);
            foreach (string fault in faults)
            {
                Console.Error.WriteLine(fault);
            }

            Console.WriteLine(faults.Count == 0 ? $"{path}: every byte is as it was written." : $"{path}: {faults.Count} files are damaged.");
            return faults.Count == 0 ? ExitCodes.Done : ExitCodes.Fault;
        }));
        return command;
    }
}
