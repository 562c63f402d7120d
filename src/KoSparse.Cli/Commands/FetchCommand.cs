using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Hub;
using KoSparse.Hub.Fetching;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse fetch NAME</c>: a pretrained model from the Hugging Face Hub.</summary>
internal static class FetchCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("name") { Description = "Name on the Hub, such as klue/roberta-base." };
        var revision = new Option<string>("--revision") { Description = "Branch, tag or commit.", DefaultValueFactory = _ => "main" };
        var output = new Option<string?>("--output-dir", "-o") { Description = "Folder to fetch it to; models/NAME when not given, where model.name finds it." };
        var command = new Command("fetch", "Fetch a model from the Hugging Face Hub; an interrupted one goes on.") { name, revision, output };
        command.SetAction(async (parsed, stop) =>
        {
            string model = RepositoryName.Checked(parsed.GetValue(name)!);
            string folder = parsed.GetValue(output) ?? Path.Combine("models", model);
            using HubHttp http = new(HubEndpoint.FromEnvironment(), TransferDisplay.WaitAsync);
            FetchedModel fetched;
            using (TransferDisplay display = new())
            {
                fetched = await ModelFetch.RunAsync(http, model, parsed.GetValue(revision)!, folder, display, stop);
            }

            RepositoryListing repository = fetched.Repository;
            Console.WriteLine(
                $"{folder}: {repository.Files.Count} files, {TransferDisplay.Size(repository.Files.Sum(f => f.Size))}, state {repository.Commit[..8]}; " +
                $"{fetched.FetchedFiles} fetched, checksums right. In a config: model.name: {(parsed.GetValue(output) is null ? model : folder)}");
        });
        return command;
    }
}
