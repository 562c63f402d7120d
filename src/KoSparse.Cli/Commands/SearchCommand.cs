using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Cli.Searching;
using KoSparse.Modeling;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse search</c>: answers a question from an index.</summary>
internal static class SearchCommand
{
    public static Command Build()
    {
        var question = new Argument<string>("question") { Description = "The question, in quotes." };
        var index = new Option<string>("--index") { Description = "Folder of the index.", Required = true };
        Option<string> model = Options.Model();
        var count = new Option<int>("--count", "-k") { Description = "Largest number of results.", DefaultValueFactory = _ => 10 };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("-k: must be at least 1.");
            }
        });
        var command = new Command("search", "Search an index: results with score, passage and the terms that matched.") { question, index, model, count };
        command.SetAction(parsed =>
        {
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!);
            var searched = new OpenIndex(parsed.GetValue(index)!, opened);
            IReadOnlyList<FoundDocument> found = searched.Search(parsed.GetValue(question)!, parsed.GetValue(count));
            Console.Write(found.Count > 0
                ? HitList.Format(found, opened.Tokenizer, terminal: !Console.IsOutputRedirected)
                : $"None of the {searched.Count:N0} documents shares a term with the question.\n");
        });
        return command;
    }
}
