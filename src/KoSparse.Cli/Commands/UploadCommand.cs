using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Hub;
using KoSparse.Hub.Uploading;
using KoSparse.Text;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse upload FOLDER NAME</c>: an exported model to the Hugging Face Hub.</summary>
internal static class UploadCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of an export, such as huggingface/v28." };
        var name = new Argument<string>("name") { Description = "Repository on the Hub: user/model-name." };
        var create = new Option<bool>("--create") { Description = "Make the repository when it is not there." };
        var isPrivate = new Option<bool>("--private") { Description = "Make it private; needs --create." };
        var message = new Option<string>("--message", "-m") { Description = "First line of the commit.", DefaultValueFactory = _ => "Upload model" };
        var dryRun = new Option<bool>("--dry-run") { Description = "List what would go, and stop." };
        var command = new Command("upload", "Upload an exported model to the Hugging Face Hub, with the token in HF_TOKEN; an interrupted one goes on.")
        {
            folder, name, create, isPrivate, message, dryRun,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(isPrivate) && !result.GetValue(create))
            {
                result.AddError("--private says how to make a repository: give --create, too.");
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            string repository = RepositoryName.Checked(parsed.GetValue(name)!, withOwner: true);
            IReadOnlyList<LocalFile> files = LocalFile.Of(parsed.GetValue(folder)!);
            if (parsed.GetValue(dryRun))
            {
                List(files, repository, parsed.GetValue(create));
                return;
            }

            using HubHttp http = new(HubEndpoint.FromEnvironment(), TransferDisplay.WaitAsync);
            using TransferDisplay display = new();
            ModelUpload upload = new(http, repository, display);
            if (parsed.GetValue(create))
            {
                await upload.CreateAsync(parsed.GetValue(isPrivate), stop);
            }

            string address = await upload.RunAsync(files, parsed.GetValue(message)!, stop);
            Console.WriteLine($"{files.Count} files, {TransferDisplay.Size(files.Sum(f => f.Size))}, in one commit: {ForeignText.Sentence(address)}");
        });
        return command;
    }

    private static void List(IReadOnlyList<LocalFile> files, string repository, bool create)
    {
        foreach (LocalFile file in files)
        {
            Console.WriteLine($"{TransferDisplay.Size(file.Size),12}  {file.Path}");
        }

        Console.WriteLine(
            $"{files.Count} files, {TransferDisplay.Size(files.Sum(f => f.Size))}, would go to {repository}{(create ? ", made when it is not there" : "")}. Nothing was sent.");
    }
}
