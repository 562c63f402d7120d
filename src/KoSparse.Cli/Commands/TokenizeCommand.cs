using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Text;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse tokenize</c>: the ids and places of texts, for whoever compares tokenizers or looks why a word is not found.</summary>
internal static class TokenizeCommand
{
    /// <summary>Stands for standard input and output.</summary>
    private const string Standard = "-";

    public static Command Build()
    {
        var model = new Option<string?>("--model") { Description = "Folder of a model, or of the run that trained it, whose tokenizer is asked." };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder or file of a tokenizer, instead of --model." };
        var input = new Option<string>("--input", "-i") { Description = "JSON Lines with 'text', .jsonl or .jsonl.gz; - reads standard input.", Required = true };
        var output = new Option<string>("--output", "-o") { Description = "Where the lines go; - is standard output.", DefaultValueFactory = _ => Standard };
        var pieces = new Option<bool>("--text") { Description = "Write pieces for people, with their places, instead of JSON Lines." };
        var command = new Command(
            "tokenize", "Write the token ids of texts, special tokens included, and their places: begin and end in code points.") { model, tokenizer, input, output, pieces };
        command.Validators.Add(result =>
        {
            if (result.GetValue(model) is null == result.GetValue(tokenizer) is null)
            {
                result.AddError("tokenize: give either --model or --tokenizer.");
            }
        });
        command.SetAction((parsed, stop) =>
        {
            Tokenizer opened = TokenizerFolder.Open(parsed.GetValue(tokenizer) ?? TrainedModel.Find(parsed.GetValue(model)!));
            string source = parsed.GetValue(input)!;
            string target = parsed.GetValue(output)!;
            using LineOutput lines = target == Standard ? LineOutput.ToConsole() : LineOutput.ToFile(target);
            foreach (string text in Texts(source))
            {
                stop.ThrowIfCancellationRequested();
                lines.Write(parsed.GetValue(pieces) ? TokenLine.Pieces(opened, text) : TokenLine.Json(opened, text));
            }

            lines.Complete();
            return Task.CompletedTask;
        });
        return command;
    }

    private static IEnumerable<string> Texts(string source) => source == Standard
        ? JsonLines.Read(Console.OpenStandardInput(), "standard input", line => line.RequiredText("text"))
        : JsonLines.Read(source, line => line.RequiredText("text"));
}
