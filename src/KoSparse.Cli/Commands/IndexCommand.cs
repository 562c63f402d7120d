using System.CommandLine;
using KoSparse.Cli.Searching;
using KoSparse.Data;
using KoSparse.Modeling;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse index</c>: encodes documents and saves an index of them.</summary>
internal static class IndexCommand
{
    public static Command Build()
    {
        Option<string> model = Options.Model();
        var input = new Option<string>("--input")
        {
            Description = "Documents, .jsonl or .jsonl.gz, with _id, title and text; a glob.",
            Required = true,
        };
        var output = new Option<string>("--output", "-o") { Description = "Folder of the index; one that holds an index is replaced.", Required = true };
        var limit = new Option<int>("--limit") { Description = "Index only so many documents, the first ones. 0 indexes all." };
        var command = new Command("index", "Encode documents and save an index that 'search' reads.") { model, input, output, limit };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            IEnumerable<Document> documents = DocumentReader.Read(parsed.GetValue(input)!);
            int most = parsed.GetValue(limit);
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!);
            IndexBuild.Run(opened, most > 0 ? documents.Take(most) : documents, parsed.GetValue(output)!, stop);
            return ExitCodes.Done;
        }));
        return command;
    }
}
