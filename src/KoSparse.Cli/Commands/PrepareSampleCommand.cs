using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Preparation.Sample;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare sample</c>: generated Korean text in the place of real data.</summary>
internal static class PrepareSampleCommand
{
    public static Command Build()
    {
        var seed = new Option<int>("--seed") { Description = "Decides which values and wordings are drawn.", DefaultValueFactory = _ => 42 };
        Option<string> output = Options.Output("Folder for kowiki/, benchmarks/sample/ and README.md.");
        var command = new Command("sample", "Generate a small Korean corpus with questions, where no real data is at hand.") { seed, output };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(output)!;
            SampleCorpus corpus = SampleCorpus.Generate(parsed.GetValue(seed));
            SampleFolder.Write(folder, corpus);
            Console.WriteLine(
                $"A generated sample, which measures nothing but that the machinery runs: {corpus.Documents.Count:N0} paragraphs, " +
                $"{corpus.TrainingQuestions.Count:N0} questions to train on, {corpus.HeldOutQuestions.Count:N0} held out, in {folder}.");
            Console.WriteLine($"To use it: export KOSPARSE_DATA={folder}");
        });
        return command;
    }
}
