using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Modeling.Weights;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse average</c>: the mean of trained models.</summary>
internal static class AverageCommand
{
    public static Command Build()
    {
        var models = new Argument<string[]>("models")
        {
            Description = "Folders of models, or of the runs that trained them; all from the same start.",
            Arity = new ArgumentArity(2, 100),
        };
        var shares = new Option<double[]>("--shares")
        {
            Description = "How much each counts, such as --shares 0.3 0.7. By default all count the same.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> output = Options.Output("Folder of the mean; an earlier model there is replaced.");
        var command = new Command("average", "The mean of models that were trained from the same start.") { models, shares, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(shares) is { Length: > 0 } given
                && (given.Length != result.GetValue(models)!.Length || given.Any(share => !(share >= 0)) || given.Sum() <= 0))
            {
                result.AddError("--shares: give one for each model, none negative, not all 0.");
            }
        });
        command.SetAction(parsed =>
        {
            string[] folders = [.. parsed.GetValue(models)!.Select(TrainedModel.Find)];
            double[] given = parsed.GetValue(shares) is { Length: > 0 } chosen ? chosen : [.. folders.Select(_ => 1.0)];
            string folder = parsed.GetValue(output)!;
            ModelAverage.Write(folders, given, folder);
            Console.WriteLine($"{folder}: the mean of {string.Join(", ", folders.Zip(given, (name, share) => $"{name} ({share / given.Sum():P0})"))}");
        });
        return command;
    }
}
