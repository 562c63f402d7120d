using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Encoding.Export;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse convert</c>: a folder that Hugging Face and sentence-transformers open.</summary>
internal static class ConvertCommand
{
    public static Command Build()
    {
        var source = new Argument<string>("model") { Description = "Folder of a trained model, or of the run that trained it." };
        var target = new Argument<string>("output") { Description = "Folder to write, such as huggingface/v28; an earlier export is replaced." };
        var half = new Option<bool>("--half") { Description = "Write weights in 16 bits: half the size." };
        var share = new Option<double?>("--expansion-share")
        {
            Description = "How much of the learned expansion the exported model serves, from 0 to 1. By default as much as the model.",
        };
        Options.Require(share, value => value is null or (>= 0 and <= 1), "--expansion-share is from 0, without the head, to 1.");
        Option<string[]> encode = Options.Encode();
        var command = new Command("convert", "Export a model for Hugging Face and sentence-transformers, with a model card.") { source, target, half, share, encode };
        command.SetAction(parsed =>
        {
            string output = parsed.GetValue(target)!;
            string named = parsed.GetValue(source)!;
            string folder = TrainedModel.Find(named);
            IEnumerable<string> served = parsed.GetValue(share) is { } given ? [FormattableString.Invariant($"encode.expansion_share={given}")] : [];
            HuggingFaceExport.Write(
                named, folder, output, parsed.GetValue(half), TrainedModel.Change(folder, [.. served, .. parsed.GetValue(encode) ?? []]));
            Console.WriteLine($"{output}: {string.Join(", ", Directory.GetFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal))}");
        });
        return command;
    }
}
