using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Benchmarking;
using KoSparse.Encoding;
using KoSparse.Evaluation.Encoders;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse eval …</c>: what an encoder's vectors are like.</summary>
internal static class EvalCommand
{
    private const string ValidationFolder = "data/v24.0/validation";

    public static Command Build() => new("eval", "Measure an encoder: language, context, sparsity.")
    {
        BuildOne("language", "Korean token ratio and leakage: language.json.", m => m.Language()),
        BuildOne("context", "Whether texts that share a word but not a context get different terms: context.json.", m => m.Context()),
        BuildOne("sparsity", "Active terms and FLOPS: sparsity.json.", m => m.Sparsity()),
        BuildOne("all", "Language, context and sparsity, one after the other.", m =>
        {
            m.Language();
            m.Context();
            m.Sparsity();
        }),
        EvalCompareCommand.Build(),
    };

    /// <summary>The texts that two or more of these encode.</summary>
    public static Option<string?> Texts() => new("--texts")
    {
        Description = "Texts to encode: documents as .jsonl(.gz), or .txt with a text per line. By default miracl-ko-10k, else the validation set, else built-in sentences.",
    };

    /// <summary>The texts of a file, or by default a benchmark's, the validation set's or the built-in ones.</summary>
    public static TextSample ReadTexts(string? path)
    {
        if (path is not null)
        {
            return TextSample.Read(path);
        }

        string? benchmark = Options.DataFolder() is { } data ? Path.Combine(data, "benchmarks", "miracl-ko-10k") : null;
        string? folder = new[] { benchmark, ValidationFolder }.FirstOrDefault(Directory.Exists);
        if (folder is not null)
        {
            return TextSample.OfBenchmark(folder);
        }

        TextSample builtIn = TextSample.BuiltIn();
        return builtIn with { Source = $"{builtIn.Source} (no data found: set KOSPARSE_DATA or give --texts)" };
    }

    private static Command BuildOne(string name, string description, Action<EncoderReports> measure)
    {
        Option<string> model = Options.Model();
        Option<string[]> encode = Options.Encode();
        var output = new Option<string?>("--output-dir", "-o") { Description = "Folder of the reports. By default 'eval' in the folder given as --model." };
        Option<string?> texts = Texts();
        var command = new Command(name, description) { model, output, encode };
        bool ownTexts = name == "context"; // its pairs are built in
        if (!ownTexts)
        {
            command.Add(texts);
        }

        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(model)!;
            TextSample sample = ownTexts ? TextSample.None : ReadTexts(parsed.GetValue(texts));
            using OpenModel opened = TrainedModel.Open(folder, parsed.GetValue(encode));
            if (!ownTexts)
            {
                Console.WriteLine($"Texts: {sample.Documents.Count:N0}, {sample.Source}");
            }

            measure(new EncoderReports(
                opened, sample, parsed.GetValue(output) ?? Path.Combine(folder, "eval"), Options.CommandLine(parsed)));
        });
        return command;
    }
}
