using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Export;
using KoSparse.Onnx.Weights;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse export onnx MODEL OUT</c>: a model as one file for ONNX Runtime.</summary>
internal static class ExportOnnxCommand
{
    private static readonly Dictionary<string, WeightPrecision> Precisions = Enum.GetValues<WeightPrecision>().ToDictionary(p => p.ToString().ToLowerInvariant());
    private static readonly Dictionary<string, ExportedOutputs> OutputKinds = Enum.GetValues<ExportedOutputs>().ToDictionary(o => o.ToString().ToLowerInvariant());
    private static readonly Dictionary<string, InputNames> InputKinds = new() { ["plain"] = InputNames.Plain, ["ml-commons"] = InputNames.MlCommons };

    public static Command Build()
    {
        var source = new Argument<string>("model") { Description = "Folder of a trained model, or of the run that trained it." };
        var target = new Argument<string>("output") { Description = "File to write, such as mini.onnx; an earlier one is replaced." };
        Option<string> precision = Choice("--precision", "How weights are kept: fp32, fp16 (half the size) or int8 (the fastest).", Precisions.Keys);
        Option<string> outputs = Choice(
            "--outputs", "What it gives: pooled (weights over the vocabulary), terms (token ids and weights) or logits (of each token, for sentence-transformers and fastembed).",
            OutputKinds.Keys);
        Option<string> inputs = Choice("--inputs", "How its inputs are named: plain, or as ml-commons of OpenSearch asks.", InputKinds.Keys);
        Option<string[]> encode = Options.Encode();
        var command = new Command("onnx", "Export a model as one .onnx file for ONNX Runtime 1.16 and later; which one for which reader: docs/onnx.md.")
        {
            source, target, precision, outputs, inputs, encode,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(inputs) == "ml-commons" && result.GetValue(outputs) is not (null or "pooled"))
            {
                result.AddError("--inputs ml-commons: it reads weights over the vocabulary; leave --outputs out.");
            }
        });
        command.SetAction(parsed => Write(
            parsed.GetValue(source)!, parsed.GetValue(target)!, parsed.GetValue(encode) ?? [],
            new OnnxExportOptions
            {
                Precision = Precisions[parsed.GetValue(precision)!],
                Outputs = OutputKinds[parsed.GetValue(outputs)!],
                Inputs = InputKinds[parsed.GetValue(inputs)!],
            }));
        return command;
    }

    private static Option<string> Choice(string name, string description, IReadOnlyCollection<string> values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values.First() };
        option.AcceptOnlyFromAmong([.. values]);
        return option;
    }

    private static void Write(string source, string target, string[] settings, OnnxExportOptions options)
    {
        string folder = TrainedModel.Find(source);
        using OpenModel model = OpenModel.Open(folder, network: null, TrainedModel.Change(folder, settings));
        OnnxExport.Write(model, target, options);
        Console.WriteLine(
            $"{target}: {TransferDisplay.Size(new FileInfo(target).Length)}, {options.Precision.ToString().ToLowerInvariant()}, {Gives(options.Outputs)}. It has run once.");
        foreach (string left in LeftOut(model.Parts.Config, model.Parts.Encode, options.Outputs))
        {
            Console.WriteLine($"Not in the file: {left}");
        }
    }

    private static string Gives(ExportedOutputs outputs) => outputs switch
    {
        ExportedOutputs.Pooled => "weights over the vocabulary",
        ExportedOutputs.Terms => "terms, heaviest first",
        _ => "logits of each token",
    };

    /// <summary>What of the model's vectors a reader of the file must do itself, or do without.</summary>
    private static IEnumerable<string> LeftOut(SparseModelConfig config, EncodeOptions encode, ExportedOutputs outputs)
    {
        if (outputs == ExportedOutputs.Logits && config.LexicalPrior is not null)
        {
            yield return "the lexical prior, which weighs a text's own words; pooled weights and terms have it.";
        }

        if (outputs == ExportedOutputs.Logits && encode.ExpansionShare != 1)
        {
            yield return FormattableString.Invariant($"the share of the expansion, {encode.ExpansionShare}; logits give all of it.");
        }

        if (encode.MaxWindows > 1)
        {
            yield return FormattableString.Invariant($"further windows of a long text; it reads the first {encode.MaxLength} tokens, as its reader cuts them.");
        }

        if (encode.Variants is not null)
        {
            yield return "variants and word families, which are added to the terms.";
        }
    }
}
