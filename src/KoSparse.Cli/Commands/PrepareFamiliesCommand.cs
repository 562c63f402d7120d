using System.CommandLine;
using System.Diagnostics;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Text;
using KoSparse.Training.Counting;
using KoSparse.Vectors;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare families</c>: which tokens belong together.</summary>
internal static class PrepareFamiliesCommand
{
    public static Command Build()
    {
        Option<string> tokenizer = Options.Tokenizer();
        Option<string[]> corpus = Options.Corpus();
        Option<string> output = Options.Output($"Folder for {WordFamilies.FileName}; name it as model.families.");
        var command = new Command("families", "Find word families: tokens that share a syllable and stand beside the same words in a corpus.")
        {
            tokenizer, corpus, output,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            Tokenizer opened = TokenizerFolder.Open(parsed.GetValue(tokenizer)!);
            string folder = parsed.GetValue(output)!;
            long started = Stopwatch.GetTimestamp();
            WordFamilies families;
            using (var progress = new ProgressLine("counting texts", stop: stop))
            {
                families = FamilyFinder.Find(parsed.GetValue(corpus)!, opened, progress);
            }

            families.Write(folder, opened);
            Console.WriteLine(
                $"{families.Count:N0} tokens have {families.Pairs:N0} relatives; found in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, in {folder}.");
        }, stop));
        return command;
    }
}
