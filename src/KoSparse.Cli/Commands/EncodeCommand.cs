using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Cli.Writing;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Lines;
using KoSparse.Encoding.Origins;
using KoSparse.Onnx.Weights;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse encode MODEL</c>: the vectors of texts, for whoever stores or looks at them.</summary>
internal static class EncodeCommand
{
    /// <summary>Stands for standard input and output.</summary>
    private const string Standard = "-";

    public static Command Build()
    {
        var model = new Argument<string>("model") { Description = "Folder of a trained model, or of the run that trained it." };
        var input = new Option<string?>("--input", "-i") { Description = "Documents, .jsonl or .jsonl.gz, with _id, title, text; a glob; - reads standard input." };
        var text = new Option<string?>("--text") { Description = "One text, instead of --input: a table for people, with where each term comes from." };
        var output = new Option<string>("--output", "-o") { Description = "Where the vectors go; - is standard output. A file that was stopped goes on.", DefaultValueFactory = _ => Standard };
        var queries = new Option<bool>("--queries") { Description = "The texts are questions, and are encoded as such." };
        var names = new Option<string>("--as") { Description = "What terms are called.", DefaultValueFactory = _ => "tokens" };
        names.AcceptOnlyFromAmong("tokens", "ids");
        var format = new Option<string>("--format") { Description = "Who reads the lines.", DefaultValueFactory = _ => VectorFormat.Names[0] };
        format.AcceptOnlyFromAmong([.. VectorFormat.Names]);
        var field = new Option<string>("--field") { Description = "Name of the vector's field, where the format has one.", DefaultValueFactory = _ => "embedding" };
        Option<NetworkKind> network = NetworkOptions.Kind();
        Option<WeightPrecision> precision = NetworkOptions.Precision();
        Option<int> threads = NetworkOptions.Threads();
        var shard = new Option<string>("--shard") { Description = "I/N: encode the I-th of N parts; each line of the input is in one of them. Where I counts from 0: I+1/N.", DefaultValueFactory = _ => "1/1" };
        Options.Require(shard, value => Shard.Parse(value!) is not null, "--shard: must be I/N, such as 1/4 for the first of four parts.");
        Option<string[]> encode = Options.Encode();
        var command = new Command("encode", "Write the sparse vectors of texts.") { model, input, text, output, queries, names, format, field, network, precision, threads, shard, encode };
        command.Validators.Add(result =>
        {
            if (result.GetValue(input) is null == result.GetValue(text) is null)
            {
                result.AddError("encode: give either --input or --text.");
            }

            if (result.GetValue(network) == NetworkKind.Torch && result.GetValue(precision) != WeightPrecision.Fp32)
            {
                result.AddError("--precision is ONNX Runtime's: leave it out with --network torch.");
            }
        });
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            using OpenModel opened = TrainedModel.Open(
                parsed.GetValue(model)!, parsed.GetValue(encode), NetworkOptions.Open(parsed.GetValue(network), parsed.GetValue(precision), parsed.GetValue(threads)));
            if (parsed.GetValue(text) is { } shown)
            {
                Console.Write(TermTable.Of(
                    parsed.GetValue(queries) ? TermSources.OfQuestion(opened, shown) : TermSources.OfDocument(opened, Document.Of(shown)), opened.Tokenizer));
                return ExitCodes.Done;
            }

            VectorFormatOptions options = new(opened.Tokenizer, opened.Encoder.VocabularySize) { Ids = parsed.GetValue(names) == "ids", Field = parsed.GetValue(field)! };
            var work = new EncodingWork(
                opened, VectorFormat.Of(parsed.GetValue(format)!, options), parsed.GetValue(queries), Shard.Parse(parsed.GetValue(shard)!)!);
            string source = parsed.GetValue(input)!;
            string target = parsed.GetValue(output)!;
            if (target == Standard)
            {
                work.WriteToConsole(Documents(source), stop);
            }
            else
            {
                work.WriteFile(
                    target, Documents(source), source == Standard ? null : work.Origin(source, $"{parsed.GetValue(format)} {parsed.GetValue(names)} {parsed.GetValue(field)} {parsed.GetValue(network)} {parsed.GetValue(precision)}"), stop);
            }

            CutTextsLine.Write(opened);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static IEnumerable<Document> Documents(string source) =>
        source == Standard ? DocumentReader.Read(Console.OpenStandardInput(), "standard input") : DocumentReader.Read(source);
}
