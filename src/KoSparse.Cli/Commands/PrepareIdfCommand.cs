using System.CommandLine;
using System.Diagnostics;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Text;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare idf</c>: how rare each token is.</summary>
internal static class PrepareIdfCommand
{
    public static Command Build()
    {
        Option<string> tokenizer = Options.Tokenizer();
        Option<string[]> corpus = Options.Corpus();
        var smoothing = new Option<IdfSmoothing>("--smoothing") { Description = "bm25 or standard.", DefaultValueFactory = _ => IdfSmoothing.Bm25 };
        smoothing.CompletionSources.Clear();
        smoothing.CompletionSources.Add(nameof(IdfSmoothing.Bm25), nameof(IdfSmoothing.Standard));
        Options.Require(smoothing, value => value != IdfSmoothing.Given, "--smoothing is bm25 or standard: nothing is given that could be counted.");
        var questions = new Option<string?>("--questions")
        {
            Description = "Triplets of training questions: tokens in more than a tenth of these, such as particles and question words, weigh nothing.",
        };
        Option<string> output = Options.Output("Folder for idf.safetensors and idf_statistics.json.");
        var command = new Command("idf", "Count document frequencies over a corpus and write IDF weights.") { tokenizer, corpus, smoothing, questions, output };
        command.SetAction(parsed =>
        {
            Tokenizer opened = TokenizerFolder.Open(parsed.GetValue(tokenizer)!);
            string folder = parsed.GetValue(output)!;
            long started = Stopwatch.GetTimestamp();
            InverseDocumentFrequency idf;
            using (var progress = new ProgressLine("counting texts"))
            {
                idf = IdfCounter.CountFiles(parsed.GetValue(corpus)!, opened, parsed.GetValue(smoothing), progress: progress);
            }

            if (parsed.GetValue(questions) is { } pattern)
            {
                idf = idf.Without(CommonTokens.Of(Questions(pattern), opened));
                Console.WriteLine($"{idf.QuestionTokens.Count} tokens that a tenth of the questions have: {string.Join(' ', idf.QuestionTokens.Select(id => opened.Vocabulary[id]))}");
            }

            IdfFile.Write(folder, idf);
            Console.WriteLine($"{idf.DocumentCount:N0} distinct texts in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s; IDF weights of {idf.Values.Length:N0} tokens in {folder}.");
        });
        return command;
    }

    private static IEnumerable<string> Questions(string pattern) =>
        TripletReader.Read(pattern).Where(triplet => triplet.IsAsked).Select(triplet => triplet.Query);
}
